/** Into which log of the other side's chain a message goes: one that is known, the next, or one that ended before it. */
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
  /** It begins with what nobody but us can have closed. */
  | { kind: 'next'; epoch: Epoch; head: LogHead }
  /** Beyond the size at which this log ended; the end is part of the chain. */
  | { kind: 'closed'; epoch: Epoch; end: number }
  /** It begins with what we have stated anew since: its author has lost it, and begins or has begun otherwise. */
  | { kind: 'stale' }
  | { kind: 'wrong' }
  /** `signed`: by its author, whatever is wrong with it. */
  | { kind: 'refused'; why: string; signed: boolean }

/**
 * `isAnswer`: to the question of a node that was brought back, and may have forgotten what it stated last. A beginning is
 * then that of whoever answers it; the counterpart's operators see to it that no lost machine does.
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
  // Nothing of a log that we do not know yet: what is asked is answered all the same.
  if (step.epoch > held.epoch) return { kind: 'known', epoch: nowhere(relation) }
  const epoch = chain.find(({ number }) => number === step.epoch)
  if (!epoch || step.start < epoch.base) return { kind: 'wrong' }
  const ended = endOf(chain, epoch.number) ?? (held.closed ? held.size : null)
  if (ended !== null && step.start + step.entries.length > ended) return { kind: 'closed', epoch, end: ended }
  return { kind: 'known', epoch }
}

function next(node: Node, relation: Relation, step: Step, held: LogHead, isAnswer: boolean): Into {
  const header = readHeader(step.entries[0]?.header ?? new Uint8Array())
  // What comes before its beginning waits like anything else that comes too early.
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
  // Ours, and of all that we ever held: else a head that we signed for would have no place in the chain.
  if (closing.size !== held.size || !equal(closing.root, rootAt(held)) || step.start !== held.size)
    return { kind: 'refused', why: 'not-the-end', signed: true }
  if (!isAnswer && closing.time < held.stated) return { kind: 'stale' }
  // Of an end that we do not know of: we have forgotten it, or somebody has a key of ours.
  if (!held.closed && relation.chain.theirs.length >= node.bounds.logs)
    return { kind: 'refused', why: 'logs-full', signed: true }
  return {
    kind: 'next',
    epoch,
    head: { ...held, epoch: epoch.number, base: epoch.base, closed: false, stated: 0, frontier: [] },
  }
}

/** Of a step that starts beyond what is held nothing is asked but where it starts. */
function nowhere(relation: Relation): Epoch {
  return { number: 0, base: 0, log: relation.theirLog }
}
