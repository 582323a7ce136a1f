/** The time by which something of the other side's may be destroyed here (RETENTION-5). */
import type { Heads } from '../../store/store.ts'
import { heldCode } from '../held.ts'
import type { Node, Relation } from '../relation.ts'

/**
 * Our clock alone destroys nothing: either the other side's clock was compared with it, or the last time in the other
 * side's log is the limit. Seconds UTC; `null` while nothing is recorded because of our clock.
 */
export function agreedTime(node: Node, relation: Relation, { ours, theirs }: Heads): number | null {
  if (heldCode(node, relation, ours.time)) return null
  const now = node.clock()
  return relation.line.clockDifference !== null ? now : Math.min(now, theirs.time)
}
