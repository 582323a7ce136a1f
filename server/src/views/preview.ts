/** What the counterpart would read: the act is decided in full, and nothing of it is stored or signed. */
import { NodeError } from '../errors.ts'
import type { Preview } from '../http/schema/dossier.ts'
import type { Writer } from '../store/store.ts'
import {
  type ActCommand,
  NOBODY,
  type OpenCommand,
  type RecallCommand,
  type StayCommand,
} from '../uses/command.ts'
import { orWhole } from '../uses/dossier/whole.ts'
import { readHeader, readPart } from '../uses/log/entry.ts'
import { decide } from '../uses/record/decide.ts'
import type { Node, Relation } from '../uses/relation.ts'

type Command = OpenCommand | ActCommand | RecallCommand | StayCommand

/** @throws NodeError what recording it would throw */
export async function preview(node: Node, relation: Relation, asked: Command): Promise<Preview> {
  return orWhole(relation, () =>
    node.store.locked(relation.id, async (writer) => {
      const command = await approved(node, asked, writer)
      const { outcomes, rows, parts } = await decide(node, relation, [{ command, digest: '' }], writer)
      const [outcome] = outcomes
      if (outcome?.kind !== 'done') throw outcome?.error ?? new NodeError({ code: 'internal' })
      const { leaf } = outcome.result
      const decided = rows.find((one) => one.leaf === leaf)
      // A request whose act was given back is answered with that act, which stands in the log already (GIVE-11).
      const row = decided ?? (await writer.entryByLeaf(leaf, relation.ours))
      const own = decided ? parts.filter((part) => part.leaf === leaf) : await heldParts(writer, leaf)
      return {
        header: { ...(row && readHeader(row.bytes)) },
        parts: Object.fromEntries(own.map(({ name, bytes }) => [name, readPart(bytes) ?? {}])),
      }
    }),
  )
}

async function heldParts(writer: Writer, leaf: string) {
  const parts = (await writer.parts([leaf])).get(leaf) ?? []
  return parts.filter((part) => part.state === 'held')
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
