/**
 * Compares marks of the other side that came while nothing was signed here. What came then was only held; whoever states
 * another outcome than follows from the logs, or another root, has to be found out all the same (MARK-7), and before the next
 * log begins: nobody acts any more in the dossiers that are concerned.
 */
import type { Reader } from '../../store/store.ts'
import { type Differing, tellDiffering } from '../dossier/differing.ts'
import { orWhole } from '../dossier/whole.ts'
import type { Node, Relation } from '../relation.ts'
import { differingMarks } from './compared-marks.ts'

/** Raises an incident for each that is not on record. Nothing is refused: the next log begins with what is told here. */
export async function compareTheirMarks(node: Node, relation: Relation): Promise<void> {
  const found = await orWhole(relation, () =>
    node.store.read(relation.id, async (reader) => {
      const differing = await theirMarksThatDiffer(node, relation, reader)
      if (differing.length === 0) return []
      const told = await reader.incidents(Number.MAX_SAFE_INTEGER, ['verdict-differs'])
      const marks = new Set(told.map(({ detail }) => (detail as { mark?: string }).mark))
      return differing.filter(({ mark }) => !marks.has(mark.leaf))
    }),
  )
  if (found.length === 0) return
  await node.store.locked(relation.id, async (writer) => {
    for (const one of found) await tellDiffering(relation, one, writer, node.clock())
  })
  node.events.emit({ kind: 'incident', relation: relation.id })
}

/** Those behind what our own log has seen: what that has seen was compared when it came. */
async function theirMarksThatDiffer(node: Node, relation: Relation, reader: Reader): Promise<Differing[]> {
  const { ours, theirs } = await reader.heads()
  if (ours.running >= theirs.size) return []
  const found: Differing[] = []
  for await (const one of differingMarks(node, relation, reader, relation.theirs, ours.running))
    found.push(one)
  return found
}
