/** Why a node takes drafts but records nothing; `null` where it records. */
import type { NodeCode } from '../errors.ts'
import { isBehindOwnLog, isClockHeld } from './clock/clock-word.ts'
import type { Node, Relation } from './relation.ts'

/** `last`: the time of our log's last entry. */
export function heldCode(node: Node, relation: Relation, last: number): NodeCode | null {
  if (relation.start === 'rolled-back') return 'rolled-back'
  // Before the question about the start: with a clock that is far behind, this node takes the other side's certificate
  // for one that is not valid yet. It would never hear the other side, and only say that it waits for it.
  if (isBehindOwnLog(node, relation, last)) return 'held-clock'
  if (relation.start === 'waiting') return 'held-start'
  return mayDate(node, relation, last) ? null : 'held-clock'
}

/** Whether our clock may date anything (CLOCK-1). `last`: as above. */
export function mayDate(node: Node, relation: Relation, last: number): boolean {
  if (isBehindOwnLog(node, relation, last)) return false
  return !isClockHeld(node, relation)
}
