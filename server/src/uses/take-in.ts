/** One message of the other side, from the lock to what is told afterwards. */
import type { Step } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import { type Accepted, accept } from './accept.ts'
import type { Undelivered } from './batch.ts'
import { heard, receiptedAt } from './line.ts'
import type { Node, Relation } from './relation.ts'
import { write } from './write.ts'

/** @throws NodeError `held-start` while nothing may be signed, and what the store throws */
export async function takeIn(node: Node, relation: Relation, step: Step): Promise<Accepted> {
  if (relation.start !== 'confirmed') throw new NodeError({ code: 'held-start' })
  const accepted = await write(
    node,
    relation,
    (writer) => accept(node, relation, step, writer),
    (done) => done.kind === 'accepted' && done.fresh > 0,
  )
  if (accepted.incident) node.events.emit({ kind: 'incident', relation: relation.id })
  if (accepted.kind === 'refused') return accepted
  if (accepted.agreed) relation.agreed = accepted.agreed
  relation.line.theirs = { waiting: step.held?.size ?? 0, oldest: step.held?.oldest ?? null }
  heard(relation.line, node.clock())
  if (accepted.delivered !== null) receiptedAt(relation.line, accepted.delivered, node.monotonic())
  if (accepted.fresh > 0 || accepted.delivered !== null) {
    node.events.emit({ kind: 'changed', relation: relation.id, dossiers: accepted.dossiers })
    node.events.emit({ kind: 'line', relation: relation.id })
  }
  return accepted
}

/** What waits now; whoever takes a message in reads it for the answer or for the next question anyway. */
export function setWaiting(node: Node, { id, line }: Relation, { size, oldest }: Undelivered): void {
  if (line.waiting === size && line.oldest === oldest) return
  line.waiting = size
  line.oldest = oldest
  node.events.emit({ kind: 'line', relation: id })
}
