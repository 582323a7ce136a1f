/**
 * Compares entries that came back without our receipt with our own marks over them. Whoever gives a log back may keep its
 * end to itself (GIVE-8) and sign another one in its place; our log still has what we said of the first when we had it.
 */
import type { Hex } from '@counterpart/protocol'
import type { Reader } from '../../store/store.ts'
import type { Node, Relation } from '../relation.ts'
import { differingMarks } from './compared-marks.ts'

/**
 * The first of our marks that says something else than follows from the entries here; `null` where there is none.
 * Entries under our receipt are not compared, and the cost grows with the others.
 *
 * @throws NodeError `entry-damaged`
 */
export async function markThatDiffers(node: Node, relation: Relation, reader: Reader): Promise<Hex | null> {
  const { ours } = await reader.heads()
  const receipted = (await reader.lastCheckpoint(relation.theirs, true))?.size ?? 0
  const first = receipted < ours.running ? await reader.settler(relation.ours, receipted) : null
  if (first === null) return null
  for await (const { mark } of differingMarks(node, relation, reader, relation.ours, first.index))
    return mark.leaf
  return null
}
