/** What the counterpart would read: the act is recorded in full and the transaction thrown away. */
import { NodeError } from '../errors.ts'
import type { Preview } from '../http/schema/dossier.ts'
import type { Command } from '../uses/command.ts'
import { commit } from '../uses/commit.ts'
import { readHeader, readPart } from '../uses/entry.ts'
import type { Node, Relation } from '../uses/relation.ts'

class Discarded extends Error {
  readonly preview: Preview

  constructor(preview: Preview) {
    super('nothing is kept of a preview')
    this.preview = preview
  }
}

/** @throws NodeError what recording it would throw */
export async function preview(node: Node, relation: Relation, command: Command): Promise<Preview> {
  try {
    return await node.store.locked(relation.id, async (writer) => {
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
