/** Takes in one message of the other side, from the lock to what is told afterwards. */
import type { Step } from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import { orWhole } from '../dossier/whole.ts'
import { loadChain } from '../log/chain.ts'
import { keepTail } from '../log/tail.ts'
import type { Node, Relation } from '../relation.ts'
import { type Undelivered, undelivered } from '../send/batch.ts'
import { heard, receiptedAt } from '../send/line.ts'
import { write } from '../write.ts'
import { type Accepted, accept } from './accept.ts'

/**
 * `way`: a pouch is old and anybody may have brought it, so it is no sign of life and its hints do not count. A node
 * that was brought back may have forgotten where it ended a log. So it takes only answers to its own questions: a
 * message of a lost machine would otherwise stand where the next log begins.
 *
 * @throws NodeError `held-start` while nothing may be signed, `held-clock` while nothing may be dated, and what the store throws
 */
export async function takeIn(
  node: Node,
  relation: Relation,
  step: Step,
  way: 'line' | 'pouch' | 'renewal' = 'line',
): Promise<Accepted> {
  if (relation.start !== 'confirmed' && way !== 'renewal') throw new NodeError({ code: 'held-start' })
  const accepted = await orWhole(relation, () =>
    write(
      node,
      relation,
      (writer) => accept(node, relation, step, writer, way === 'renewal'),
      (done) => done.kind === 'accepted' && done.fresh > 0,
    ).catch(async (error: unknown) => {
      // The failed transaction may have begun an epoch of theirs in memory: the chain is read again.
      if (step.epoch > 1) await loadChain(node, relation).catch(() => undefined)
      throw error
    }),
  )
  if (accepted.incident) node.events.emit({ kind: 'incident', relation: relation.id })
  if (accepted.kind === 'refused') return accepted
  relation.diverged.keep(accepted.stopped)
  if (accepted.appended) keepTail(relation, accepted.appended)
  if (accepted.agreed) relation.agreed = accepted.agreed
  if (way !== 'pouch') {
    relation.line.theirs = { waiting: step.held?.size ?? 0, oldest: step.held?.oldest ?? null }
    heard(relation.line, node.clock())
  } else {
    // No answer is made that would count what waits: it goes with the next pouch.
    const { waiting } = await node.store.read(relation.id, (reader) => undelivered(relation, reader))
    setWaiting(node, relation, waiting)
  }
  if (accepted.delivered !== null) relation.giving.receipted = node.monotonic()
  if (accepted.delivered !== null) timeReceipt(node, relation, accepted.delivered, way)
  if (accepted.fresh > 0 || accepted.delivered !== null) {
    node.events.emit({ kind: 'changed', relation: relation.id, dossiers: accepted.dossiers })
    node.events.emit({ kind: 'line', relation: relation.id })
  }
  return accepted
}

/** Whether this node was brought back and has not begun its next epoch: it keeps what comes, and signs nothing for it. */
export function holdsOnly(relation: Relation): boolean {
  return relation.renewing || relation.restored !== 'no' || relation.start === 'rolled-back'
}

/** Sets what waits now. Whoever takes a message in has read it anyway, for the answer or the next question. */
export function setWaiting(node: Node, { id, line }: Relation, { size, oldest }: Undelivered): void {
  if (line.waiting === size && line.oldest === oldest) return
  line.waiting = size
  line.oldest = oldest
  node.events.emit({ kind: 'line', relation: id })
}

/** Times a receipt, unless a pouch brought it: how long that was on its way says nothing about the line. */
function timeReceipt(node: Node, { line }: Relation, size: number, way: 'line' | 'pouch' | 'renewal'): void {
  if (way !== 'pouch') receiptedAt(line, size, node.monotonic())
  else line.untimed = line.untimed.filter((one) => one.size > size)
}
