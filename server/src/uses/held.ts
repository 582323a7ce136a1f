/** Why a node drafts but does not record, or nothing. */
import type { NodeCode } from '../errors.ts'
import { isAheadConfirmed, isClockHeld, isLogAhead } from './clock-word.ts'
import type { Node, Relation } from './relation.ts'

/** `last`: time of our log's last entry. */
export function heldCode(node: Node, relation: Relation, last: number): NodeCode | null {
  if (relation.start === 'rolled-back') return 'rolled-back'
  if (relation.start === 'waiting') return 'held-start'
  if (isLogAhead(node, relation, last) && !isAheadConfirmed(relation, last)) return 'held-clock'
  return isClockHeld(node, relation) ? 'held-clock' : null
}
