/** The parts of a recalled entry that the other side has not receipted yet: they need never be sent. */
import { NodeError } from '../../errors.ts'
import type { FileRow, PartName, Reader } from '../../store/store.ts'
import type { RecallCommand } from '../command.ts'
import type { Node, Relation } from '../relation.ts'
import { filesOf } from '../retention/destroy.ts'
import { dossierEnds } from '../retention/part-ends.ts'

/** Everything that waits has to fit into one message, together with the record that declares the parts absent. */
const MOST = { entries: 3000, bytes: 8 * 1024 * 1024 }

export interface UndeliveredParts {
  parts: (PartName & { why: 'undelivered' })[]
  files: FileRow[]
}

/** @throws NodeError `recall-waits` where too much waits to be sent, or it cannot go in one message with the record */
export async function undeliveredParts(
  node: Node,
  relation: Relation,
  reader: Reader,
  { dossier, on, parts }: RecallCommand,
): Promise<UndeliveredParts> {
  const row = await reader.entryByLeaf(on, relation.ours)
  const receipted = (await reader.lastCheckpoint(relation.ours, true))?.size ?? 0
  if (!row || row.index < receipted) return { parts: [], files: [] }
  const { ours } = await reader.heads()
  const waiting = await reader.entries(relation.ours, receipted, MOST)
  // A message ends at a change of keys or of the log, since its reader could not know who signed what follows.
  const isApart = waiting.some(({ kind, index }) => (kind === 'key' || kind === 'epoch') && index > row.index)
  if (isApart || receipted + waiting.length < ours.size) throw new NodeError({ code: 'recall-waits' })
  const found = await dossierEnds(node, relation, reader, dossier)
  const due = found.ends.filter(
    ({ leaf, name, state }) => leaf === on && state === 'held' && parts.includes(name),
  )
  return {
    parts: due.map(({ leaf, name }) => ({ leaf, name, why: 'undelivered' })),
    files: await filesOf(found, due, reader),
  }
}
