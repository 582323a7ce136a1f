/** Why a node drafts but does not record, or nothing. */
import type { NodeCode } from '../errors.ts'
import { isClockHeld } from './clock-word.ts'
import type { Node, Relation } from './relation.ts'

/** `last`: time of our log's last entry. */
export function heldCode(node: Node, relation: Relation, last: number): NodeCode | null {
  if (relation.start === 'rolled-back') return 'rolled-back'
  if (relation.start === 'waiting') return 'held-start'
  // A clock set back would date everything to the last entry; one set forward would date the future.
  if (last - node.clock() > relation.tolerance) return 'held-clock'
  return isClockHeld(node, relation) ? 'held-clock' : null
}
