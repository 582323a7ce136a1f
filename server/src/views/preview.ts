/** What the counterpart would read: the act is recorded in full and the transaction thrown away. */
import { NodeError } from '../errors.ts'
import type { Preview } from '../http/schema/dossier.ts'
import type { Writer } from '../store/store.ts'
import { readHeader, readPart } from '../uses/log/entry.ts'
import {
  type ActCommand,
  NOBODY,
  type OpenCommand,
  type RecallCommand,
  type StayCommand,
} from '../uses/record/command.ts'
import { commit } from '../uses/record/commit.ts'
import type { Node, Relation } from '../uses/relation.ts'

class Discarded extends Error {
  readonly preview: Preview

  constructor(preview: Preview) {
    super('nothing is kept of a preview')
    this.preview = preview
  }
}

type Command = OpenCommand | ActCommand | RecallCommand | StayCommand

/** @throws NodeError what recording it would throw */
export async function preview(node: Node, relation: Relation, asked: Command): Promise<Preview> {
  try {
    return await node.store.locked(relation.id, async (writer) => {
      const command = await approved(node, asked, writer)
      const { outcomes } = await commit(node, relation, [{ command, digest: '' }], writer)
      const [outcome] = outcomes
      if (outcome?.kind !== 'done') throw outcome?.error ?? new NodeError({ code: 'internal' })
      const { leaf } = outcome.result
      const row = await writer.entryByLeaf(leaf, relation.ours)
      const parts = (await writer.parts([leaf])).get(leaf) ?? []
      const read = parts.flatMap((part) =>
        part.state === 'held' ? [[part.name, readPart(part.bytes) ?? {}]] : [],
      )
      // Leaving by an exception is what makes the store keep nothing.
      throw new Discarded({ header: { ...(row && readHeader(row.bytes)) }, parts: Object.fromEntries(read) })
    })
  } catch (error) {
    if (error instanceof Discarded) return error.preview
    throw error
  }
}

/** A draft is written here as it would be once it is approved. */
async function approved(node: Node, command: Command, writer: Writer): Promise<Command> {
  if (command.kind === 'recall' || command.kind === 'stay') return { ...command, approver: NOBODY }
  const digest =
    command.kind === 'open' ? command.procedure : (await writer.dossier(command.dossier))?.ahead.digest
  const acts = node.procedures.get(digest ?? '')?.procedure.acts ?? {}
  const needs = Object.hasOwn(acts, command.act) && acts[command.act]?.approval !== undefined
  return needs && command.approver === undefined ? { ...command, approver: NOBODY } : command
}
