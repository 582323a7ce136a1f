/** One question to the other side, and the taking in of its answer. */
import { type Announcement, equal, hex, leafHashBytes, type Step } from '@counterpart/protocol'
import { damageIn, reportDamage } from '../uses/damage.ts'
import { latePlace, takeLate } from '../uses/receive/late.ts'
import { setWaiting, takeIn } from '../uses/receive/take-in.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { announcements } from '../uses/send/announce.ts'
import { nextStep, undelivered } from '../uses/send/batch.ts'
import { asksSizes, doubt } from '../uses/send/doubt.ts'
import { begin, charge } from '../uses/time-share.ts'
import { LinkFailure } from '../wire/link.ts'
import { checkAnswered } from '../wire/message.ts'
import { askStatement } from './ask-statement.ts'
import type { Channel } from './channel.ts'
import { tellEnded } from './log-ended.ts'
import { renew } from './renew.ts'

/** `more`: ask again at once. `later`: only a receipt for marks is owed. `done`: both sides hold everything. */
export type Exchanged = 'more' | 'later' | 'done'

const NONCE_BYTES = 16

/**
 * Questions and the taking in of their answers, until what is left is not to be asked for at once. A node that may not
 * sign yet asks for the statement instead. Where one batch follows on another the next is asked before the answer to the
 * last is taken in: both sides have work at the same time. What they said that they hold is only where it begins; nothing
 * counts but what is taken in.
 *
 * @param signal for one question and its answer
 * @param answered milliseconds that the last took
 * @throws LinkFailure, or NodeError of the store
 */
export async function exchange(
  node: Node,
  relation: Relation,
  channel: Channel,
  signal: () => AbortSignal,
  answered: (took: number) => void = () => undefined,
): Promise<Exchanged> {
  if (!(await isHeard(node, relation, channel, signal()))) {
    answered(0)
    return 'more'
  }
  let asked = await ask(node, relation, channel, signal())
  for (;;) {
    const { question, answer, left, took } = asked
    const end = question.start + question.entries.length
    // Where acts of theirs come, the next question would ask for the same again; and a receipt counts only with what stands before it.
    const onlyOurs = answer.held === null && relation.start === 'confirmed'
    const goesOn = onlyOurs && left > 0 && end > question.start && answer.holds === end
    const ahead = goesOn ? ask(node, relation, channel, signal(), end) : null
    // Nothing is lost where nobody takes in the answer to a question: it is asked again.
    ahead?.catch(() => undefined)
    const exchanged = await charged(node, relation, question, answer)
    if (exchanged === 'done') await askLate(node, relation, channel, signal())
    answered(took)
    if (ahead === null) return exchanged
    asked = await ahead
  }
}

/** Also where it is refused: it cost what it cost (SYNC-17). */
async function charged(node: Node, relation: Relation, question: Step, answer: Step): Promise<Exchanged> {
  const work = begin()
  try {
    const exchanged = await takeAnswer(node, relation, question, answer)
    // With ours it brings what follows from them.
    work.entries = question.entries.length + answer.entries.length
    return exchanged
  } finally {
    charge(relation.share, bytesIn(answer), work)
  }
}

function bytesIn({ entries }: Step): number {
  const parts = entries.flatMap((entry) => entry.parts)
  return [...entries.map(({ header }) => header), ...parts.map(({ bytes }) => bytes)].reduce(
    (sum, { length }) => sum + length,
    0,
  )
}

/** Whether there is anything to be asked but where both sides are. */
async function isHeard(
  node: Node,
  relation: Relation,
  channel: Channel,
  signal: AbortSignal,
): Promise<boolean> {
  if (relation.renewing) {
    await renew(node, relation, channel, signal)
    return false
  }
  if (!asksSizes(node, relation)) return true
  const start = await askStatement(node, relation, channel, signal)
  if (start === 'rolled-back') throw new LinkFailure('rolled-back')
  // Asking on without a pause would hear the same: it is our operators who are waited for.
  if (start === 'waiting') throw new LinkFailure('held-start')
  return false
}

/** A question that has its answer. */
interface Asked {
  question: Step
  answer: Step
  /** Entries of ours that the question left behind. */
  left: number
  /** Milliseconds from the one to the other. */
  took: number
}

/** `start`: how much of our log they said that they hold, where that is not what they have receipted on our disk. */
async function ask(
  node: Node,
  relation: Relation,
  channel: Channel,
  signal: AbortSignal,
  start?: number,
): Promise<Asked> {
  const nonce = node.random(NONCE_BYTES)
  const { question, left } = await prepare(node, relation, nonce, start)
  if (left > 0) await announce(relation, await behind(node, relation, question), channel, signal)
  const begun = performance.now()
  const answer = await channel.sync(question, signal).catch(async (error: unknown) => {
    await tellEnded(node, relation, question, error)
    throw error
  })
  checkAnswered(answer, question)
  return { question, answer, left, took: performance.now() - begun }
}

/** Seconds between two questions for what may have turned up of a log that ended. */
const LATE_EVERY = 600

async function askLate(node: Node, relation: Relation, channel: Channel, signal: AbortSignal): Promise<void> {
  const now = node.monotonic()
  if (relation.epoch === 1 || (relation.askedLate !== null && now - relation.askedLate < LATE_EVERY)) return
  // Each log by itself: what is older may turn up after what is newer.
  for (let log = 0; ; ) {
    const place = await node.store.read(relation.id, (reader) => latePlace(relation, log, reader))
    if (!place) break
    const nonce = node.random(NONCE_BYTES)
    const step = await channel.late(place, nonce, signal)
    // It is a step of our own that the other side kept: it says that it is from us, so `checkAnswered` would refuse it.
    if (!equal(step.nonce, nonce)) throw new LinkFailure('bad-step')
    // What is of a later log is asked for by its own place.
    if (step.epoch !== place.epoch || (await takeLate(node, relation, step)) === 0) log += 1
  }
  relation.askedLate = now
}

/** Shows what cannot wait until all that stands before it is through. */
async function announce(
  relation: Relation,
  urgent: readonly Announcement[],
  channel: Channel,
  signal: AbortSignal,
): Promise<void> {
  for (const one of urgent) {
    try {
      await channel.announce(one, signal)
    } catch (error) {
      // It only takes its turn then: whoever does not know announcements still gets everything.
      if (!(error instanceof LinkFailure) || error.code === 'line-down') throw error
    }
    relation.shown.add(hex(leafHashBytes(one.entry.header)))
  }
}

/** The log from what the other side has receipted, and our receipt for theirs. */
export async function makeQuestion(node: Node, relation: Relation, nonce: Uint8Array): Promise<Step> {
  return (await prepare(node, relation, nonce)).question
}

/** What the question leaves behind and cannot wait. What cannot be read to be shown ahead keeps nothing from going in its turn. */
async function behind(node: Node, relation: Relation, question: Step): Promise<Announcement[]> {
  try {
    return await node.store.read(relation.id, (reader) => announcements(node, relation, question, reader))
  } catch (error) {
    const damage = damageIn(error)
    if (damage === null) throw error
    await reportDamage(node, relation, [damage])
    return []
  }
}

function prepare(
  node: Node,
  relation: Relation,
  nonce: Uint8Array,
  start?: number,
): Promise<{ question: Step; left: number }> {
  return node.store.read(relation.id, async (reader) => {
    const { holds } = relation
    // Until it says so again: whoever has lost it since refuses what lacks its bodies.
    relation.holds = 0
    const wanted = start === undefined ? { nonce, holds } : { nonce, holds, start }
    const { step: question, left } = await nextStep(node, relation, reader, wanted)
    return { question, left }
  })
}

/** @throws LinkFailure for an answer that is refused or brings nothing on; NodeError of the store */
export async function takeAnswer(
  node: Node,
  relation: Relation,
  question: Step,
  answer: Step,
): Promise<Exchanged> {
  relation.holds = answer.holds
  // Most answers hold what was asked about: only one that holds more is compared with what there is by now.
  const asked = question.start + question.entries.length
  const size =
    answer.holds <= asked
      ? asked
      : await node.store.read(relation.id, async (reader) => (await reader.heads()).ours.size)
  // A hint (SYNC-6): whoever keeps giving it is asked once in a while, and its answer taken for what is signed in it.
  if (answer.holds > size && doubt(node, relation)) return 'more'
  const accepted = await takeIn(node, relation, answer)
  if (accepted.kind === 'refused') throw new LinkFailure(accepted.code)
  const moved = accepted.fresh > 0 || accepted.delivered !== null
  const { waiting, heads, receipted } = await node.store.read(relation.id, (reader) =>
    undelivered(relation, reader),
  )
  setWaiting(node, relation, waiting)
  const owed = {
    acts: waiting.size > 0,
    marks: receipted < heads.ours.size,
    receipt: question.holds < heads.theirs.size,
  }
  if (accepted.marked || (owed.acts && (moved || question.entries.length === 0))) return 'more'
  // Asking on without a pause what is answered without a receipt would only keep both sides busy.
  if (owed.acts) throw new LinkFailure('not-delivered')
  return owed.receipt || (owed.marks && moved) ? 'later' : 'done'
}
