/** Takes the counterpart's question, and makes the one message that answers it. */
import type { Refusal, Step } from '@counterpart/protocol'
import type { Reader } from '../../store/store.ts'
import { mayHaveAll } from '../giving.ts'
import type { Node, Relation } from '../relation.ts'
import { givableToday, givenToday, tellWanted } from '../restore/give-back.ts'
import { type Next, nextStep } from '../send/batch.ts'
import { doubt } from '../send/doubt.ts'
import { refusedBy } from '../write.ts'
import { holdsOnly, setWaiting, takeIn } from './take-in.ts'

/** Seconds that a question may be on its way; a slower one counts as asking again. */
const CROSSING = 60

export type Received = { kind: 'answer'; step: Step } | { kind: 'refused'; code: Refusal | 'held-start' }

/**
 * Accepts a batch and answers it: everything is on disk before this resolves. A batch that begins beyond
 * what is held is answered too, and the answer says from where to send.
 */
export async function receive(node: Node, relation: Relation, step: Step): Promise<Received> {
  if (relation.start !== 'confirmed') {
    const onlyAsks = step.entries.length === 0 && step.cosignature === null
    if (!holdsOnly(relation) || !onlyAsks) return { kind: 'refused', code: 'held-start' }
    // What was signed before may always be sent: if both were brought back, each has what the other still holds.
    return answerWith(node, relation, step, {})
  }
  // This node started by the word of its operators alone, and the counterpart says that it holds more: before anything
  // is signed it is asked what it holds.
  if (relation.line.compared === null && (await isBeyond(node, relation, step.holds))) {
    doubt(node, relation)
    return { kind: 'refused', code: 'held-start' }
  }
  const accepted = await takeIn(node, relation, step)
  if (accepted.kind === 'refused' && accepted.code !== 'gap') {
    // It may be this node that was brought back from an old copy.
    if (accepted.code === 'seen-beyond') doubt(node, relation, true)
    return { kind: 'refused', code: accepted.code }
  }
  const covers = accepted.kind === 'accepted' && step.entries.length > 0
  return answerWith(node, relation, step, covers ? { covers: step.start + step.entries.length } : {})
}

async function answerWith(
  node: Node,
  relation: Relation,
  step: Step,
  receipt: { covers?: number },
): Promise<Received> {
  const { holds: start, nonce } = step
  const next = await readTo(node, relation, async (reader): Promise<Next | null> => {
    const again = isCrossing(node, relation) ? 0 : givableToday(node, relation)
    const first = await nextStep(node, relation, reader, { start, nonce, again, ...receipt })
    // Another question may have used up today's allowance meanwhile.
    const isLeft = first.again <= givableToday(node, relation)
    const made = isLeft
      ? first
      : await nextStep(node, relation, reader, { start, nonce, again: 0, ...receipt })
    givenToday(node, relation, made.again)
    // Our step begins at the end of our log at the latest.
    return start > made.step.start ? null : made
  })
  if (next) {
    if (next.isKept && !isCrossing(node, relation))
      await tellWanted(node, relation, { log: relation.ours, start, receipted: next.step.start })
    setWaiting(node, relation, next.step.held ?? { size: 0, oldest: null })
    return { kind: 'answer', step: next.step }
  }
  doubt(node, relation)
  return { kind: 'refused', code: 'held-start' }
}

/** Whether their receipt and their question may have crossed: then they hold more now than their question says. */
function isCrossing(node: Node, relation: Relation): boolean {
  const { receipted } = relation.giving
  if (mayHaveAll(node, relation) || receipted === null) return false
  return node.monotonic() - receipted < CROSSING
}

async function isBeyond(node: Node, relation: Relation, size: number): Promise<boolean> {
  const { ours } = await node.store.read(relation.id, (reader) => reader.heads())
  return size > ours.size
}

async function readTo<T>(node: Node, relation: Relation, work: (reader: Reader) => Promise<T>): Promise<T> {
  try {
    return await node.store.read(relation.id, work)
  } catch (error) {
    await refusedBy(node, relation, error)
    throw error
  }
}
