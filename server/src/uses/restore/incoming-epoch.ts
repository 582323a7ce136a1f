/** Which log of the other side's chain a message is for: a known one, the next, or one that ended before it. */
import { type Closing, type Epoch, equal, ProtocolError, type Step } from '@counterpart/protocol'
import type { LogHead } from '../../store/store.ts'
import { isTaken } from '../keys/key-record.ts'
import { endOf } from '../log/chain.ts'
import { readHeader } from '../log/entry.ts'
import { rootAt } from '../log/heads.ts'
import type { Node, Relation } from '../relation.ts'
import { isSignedBy, openingIn } from './opening-in.ts'

export type Into =
  | { kind: 'known'; epoch: Epoch }
  /** It begins with a closing that only we can have signed. */
  | { kind: 'next'; epoch: Epoch; head: LogHead }
  /** It goes beyond the end of this log, which is part of the chain. */
  | { kind: 'closed'; epoch: Epoch; end: number }
  /**
   * It begins with an older closing than we have stated since: its author has lost that beginning, and begins or has
   * begun otherwise.
   */
  | { kind: 'stale' }
  | { kind: 'wrong' }
  /** `signed`: whether its author signed it, whatever is wrong with it. */
  | { kind: 'refused'; why: string; signed: boolean }

/**
 * `isAnswer`: the step answers a question of this node, which was brought back and may have forgotten what it stated last.
 * A beginning is then taken from whoever answers; the counterpart's operators see to it that this is no lost machine.
 */
export function intoWhich(
  node: Node,
  relation: Relation,
  step: Step,
  held: LogHead,
  isAnswer: boolean,
): Into {
  if (step.relation !== relation.id || step.from !== relation.theirs) return { kind: 'wrong' }
  const chain = relation.chain.theirs
  if (step.epoch > held.epoch && step.entries.length > 0) return next(node, relation, step, held, isAnswer)
  // It has no entries of that log, which is not known yet: its question is answered all the same.
  if (step.epoch > held.epoch) return { kind: 'known', epoch: nowhere(relation) }
  const epoch = chain.find(({ number }) => number === step.epoch)
  if (!epoch || step.start < epoch.base) return { kind: 'wrong' }
  const ended = endOf(chain, epoch.number) ?? (held.closed ? held.size : null)
  if (ended !== null && step.start + step.entries.length > ended) return { kind: 'closed', epoch, end: ended }
  return { kind: 'known', epoch }
}

function next(node: Node, relation: Relation, step: Step, held: LogHead, isAnswer: boolean): Into {
  const header = readHeader(step.entries[0]?.header ?? new Uint8Array())
  // Entries behind a beginning that is not here yet wait like any others that come too early.
  if (step.start > held.size) return { kind: 'known', epoch: nowhere(relation) }
  if (header?.kind !== 'epoch') return { kind: 'wrong' }
  let found: { epoch: Epoch; closing: Closing }
  try {
    found = openingIn(node, relation, relation.theirs, header, held)
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    const signed = isSignedBy(node, relation, relation.theirs, header, held)
    return { kind: 'refused', why: error.code, signed }
  }
  const { epoch, closing } = found
  if (epoch.number !== step.epoch) return { kind: 'wrong' }
  if (isTaken(relation, relation.theirs, epoch.log)) return { kind: 'refused', why: 'bad-key', signed: true }
  // The closing has to be ours and over all that we ever held: otherwise
  // a head that we signed for would have no place in the chain.
  if (closing.size !== held.size || !equal(closing.root, rootAt(held)) || step.start !== held.size)
    return { kind: 'refused', why: 'not-the-end', signed: true }
  if (!isAnswer && closing.time < held.stated) return { kind: 'stale' }
  // We do not know of this end: we have forgotten it, or somebody has a key of ours.
  if (!held.closed && relation.chain.theirs.length >= node.bounds.logs)
    return { kind: 'refused', why: 'logs-full', signed: true }
  return {
    kind: 'next',
    epoch,
    head: { ...held, epoch: epoch.number, base: epoch.base, closed: false, stated: 0, frontier: [] },
  }
}

/** For a step that begins beyond what is held: only its start is looked at. */
function nowhere(relation: Relation): Epoch {
  return { number: 0, base: 0, log: relation.theirLog }
}
