/** Why a node drafts but does not record, or nothing. */
import type { NodeCode } from '../errors.ts'
import { isAheadConfirmed, isClockHeld, isLogAhead } from './clock-word.ts'
import type { Node, Relation } from './relation.ts'

/** `last`: time of our log's last entry. */
export function heldCode(node: Node, relation: Relation, last: number): NodeCode | null {
  if (relation.start === 'rolled-back') return 'rolled-back'
  if (relation.start === 'waiting') return 'held-start'
  return mayDate(node, relation, last) ? null : 'held-clock'
}

/** Whether our clock may date anything (CLOCK-1). `last`: as above. */
export function mayDate(node: Node, relation: Relation, last: number): boolean {
  if (isLogAhead(node, relation, last) && !isAheadConfirmed(relation, last)) return false
  return !isClockHeld(node, relation)
}
