/** Why a node drafts but does not record, or nothing. */
import type { NodeCode } from '../errors.ts'
import type { Node, Relation } from './relation.ts'

/** `last`: time of our log's last entry. */
export function heldCode(node: Node, relation: Relation, last: number): NodeCode | null {
  if (relation.start === 'rolled-back') return 'rolled-back'
  if (relation.start === 'waiting') return 'held-start'
  const { clockDifference, compared } = relation.line
  const now = node.clock()
  if (clockDifference !== null && Math.abs(clockDifference) > relation.tolerance) return 'held-clock'
  // A clock set back would date everything to the last entry; one set forward would date the future.
  if (last - now > relation.tolerance) return 'held-clock'
  if (compared === null) return null
  const ticked = node.monotonic() - compared.monotonic
  return Math.abs(now - compared.clock - ticked) > relation.tolerance ? 'held-clock' : null
}
