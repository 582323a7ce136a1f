/** The log that an entry begins, and the statement of the other side that it names. */
import type { Party } from '@counterpart/casework'
import { type Closing, type Epoch, type EpochNotes, verifyOpening } from '@counterpart/protocol'
import type { LogHead } from '../store/store.ts'
import { domainOf } from './chain.ts'
import { custodyOf } from './learned-keys.ts'
import { type Node, otherThan, type Relation } from './relation.ts'

/**
 * An opening is signed by the last custody keys that its own log names before it, also where later ones are known of by
 * other means; a closing by whichever were those of its author.
 *
 * @throws ProtocolError
 */
export function openingIn(
  node: Node,
  relation: Relation,
  side: Party,
  notes: EpochNotes,
  { epoch: number, base }: Pick<LogHead, 'epoch' | 'base'>,
): { epoch: Epoch; closing: Closing } {
  const other = otherThan(relation, side)
  const { ours, theirs } = relation.keyed
  const parties = {
    relation: relation.id,
    party: side,
    domain: domainOf(relation, side),
    custody: (side === relation.ours ? ours : theirs).custody,
    other: { party: other, custody: custodyOf(relation, other) },
  }
  return verifyOpening(notes, { number, base }, parties, node.verifier)
}
