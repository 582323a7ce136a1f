/** The log that an entry begins, and the statement of the other side that it names. */
import type { Party } from '@counterpart/casework'
import {
  type Closing,
  type Epoch,
  type EpochNotes,
  type KeySpan,
  ProtocolError,
  verifyOpening,
} from '@counterpart/protocol'
import type { LogHead } from '../../store/store.ts'
import { custodyOf } from '../keys/learned-keys.ts'
import { domainOf } from '../log/chain.ts'
import { type Node, otherThan, type Relation } from '../relation.ts'

type Before = Pick<LogHead, 'epoch' | 'base'>

/**
 * An opening is signed with the last custody keys that its own log names before it, even where later ones are known by
 * other means; a closing with any custody keys that its author had.
 *
 * @throws ProtocolError
 */
export function openingIn(
  node: Node,
  relation: Relation,
  side: Party,
  notes: EpochNotes,
  before: Before,
): { epoch: Epoch; closing: Closing } {
  return verified(node, relation, side, notes, before, custodyOf(relation, otherThan(relation, side)))
}

/** Whether its author signed the opening, whatever else is wrong with it or with the closing. */
export function isSignedBy(
  node: Node,
  relation: Relation,
  side: Party,
  notes: EpochNotes,
  before: Before,
): boolean {
  try {
    verified(node, relation, side, notes, before, null)
    return true
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return !NOBODYS.includes(error.code)
  }
}

const NOBODYS: readonly string[] = ['missing-signature', 'bad-signature', 'bad-note']

/** `closers`: the keys that may have signed the closing; `null`: it is not verified. */
function verified(
  node: Node,
  relation: Relation,
  side: Party,
  notes: EpochNotes,
  { epoch: number, base }: Before,
  closers: readonly KeySpan[] | null,
): { epoch: Epoch; closing: Closing } {
  const { ours, theirs } = relation.keyed
  const parties = {
    relation: relation.id,
    party: side,
    domain: domainOf(relation, side),
    custody: (side === relation.ours ? ours : theirs).custody,
    other: { party: otherThan(relation, side), custody: closers },
  }
  return verifyOpening(notes, { number, base }, parties, node.verifier)
}
