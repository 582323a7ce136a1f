/** Why a node drafts but does not record, or nothing. */
import type { NodeCode } from '../errors.ts'
import { isBehindOwnLog, isClockHeld } from './clock/clock-word.ts'
import type { Node, Relation } from './relation.ts'

/** `last`: time of our log's last entry. */
export function heldCode(node: Node, relation: Relation, last: number): NodeCode | null {
  if (relation.start === 'rolled-back') return 'rolled-back'
  // Before the start: a clock that is far behind takes the certificate of the other side for too early, so that it is
  // never heard, and that it is waited for would be all that anybody is told.
  if (isBehindOwnLog(node, relation, last)) return 'held-clock'
  if (relation.start === 'waiting') return 'held-start'
  return mayDate(node, relation, last) ? null : 'held-clock'
}

/** Whether our clock may date anything (CLOCK-1). `last`: as above. */
export function mayDate(node: Node, relation: Relation, last: number): boolean {
  if (isBehindOwnLog(node, relation, last)) return false
  return !isClockHeld(node, relation)
}
