/**
 * Sends one relation's log, from what the other side has receipted, for as long as there is anything it
 * does not hold. Nothing is dropped and nothing expires: what waits is the log itself.
 */
import {
  type Announcement,
  type GiveBack,
  type Given,
  hex,
  leafHashBytes,
  type Step,
} from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import { announcements } from '../uses/announce.ts'
import { nextStep, undelivered } from '../uses/batch.ts'
import { damageIn, reportDamage } from '../uses/damage.ts'
import { heldCode } from '../uses/held.ts'
import type { KeySteps } from '../uses/key-steps.ts'
import { type LatePlace, latePlaces, takeLate } from '../uses/late.ts'
import { answered, failed } from '../uses/line.ts'
import { paced } from '../uses/pace.ts'
import { doubt } from '../uses/receive.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { setWaiting, takeIn } from '../uses/take-in.ts'
import { askStatement } from './ask-statement.ts'
import { LinkFailure, WITHOUT_ANSWER } from './link.ts'
import { renew } from './renew.ts'

/** The counterpart, as it is spoken with: sealed over a link, or in tests directly. */
export interface Channel {
  /** Rejects with a LinkFailure. */
  sync(step: Step, signal: AbortSignal): Promise<Step>
  /** Its signed statement of both sizes for our nonce. */
  ask(nonce: Uint8Array, signal: AbortSignal): Promise<string>
  /** What changed the keys of both sides. Rejects with a LinkFailure. */
  keys(signal: AbortSignal): Promise<KeySteps>
  /** What it keeps of either log. Rejects with a LinkFailure. */
  giveBack(asked: GiveBack, signal: AbortSignal): Promise<Given>
  /** Shows an entry before its turn. Rejects with a LinkFailure. */
  announce(announcement: Announcement, signal: AbortSignal): Promise<void>
  /** Where it says that our log of this number ends, for our nonce and for good. */
  close(epoch: number, nonce: Uint8Array, signal: AbortSignal): Promise<string>
  /** What came of our logs after their end, from there on. */
  late(place: LatePlace, nonce: Uint8Array, signal: AbortSignal): Promise<Step>
}

/** `more`: ask again at once. `later`: only a receipt for marks is owed. `done`: both sides hold everything. */
export type Exchanged = 'more' | 'later' | 'done'

const NONCE_BYTES = 16

/**
 * One question and the taking in of its answer. A node that may not sign yet asks for the statement instead.
 *
 * @throws LinkFailure, or NodeError of the store
 */
export async function exchange(
  node: Node,
  relation: Relation,
  channel: Channel,
  signal: AbortSignal,
): Promise<Exchanged> {
  return (await isHeard(node, relation, channel, signal))
    ? take(node, relation, channel, await ask(node, relation, channel, signal), signal)
    : 'more'
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
  // Asked once in any case: operators who let a node go on without a line may have been wrong.
  const isStarted = relation.start === 'confirmed' && relation.line.compared !== null
  // It was the other clock that was wrong, or ours is set right: what was found once does not hold for ever.
  if (isStarted && heldCode(node, relation, 0) !== 'held-clock') return true
  const start = await askStatement(node, relation, channel, signal)
  if (start === 'rolled-back') throw new LinkFailure('rolled-back')
  if (isStarted) return true
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
  const { question, left, behind } = await prepare(node, relation, nonce, start)
  await announce(relation, behind, channel, signal)
  const begun = performance.now()
  const answer = await channel.sync(question, signal)
  if (!sameNonce(answer.nonce, nonce)) throw new LinkFailure('bad-step')
  return { question, answer, left, took: performance.now() - begun }
}

async function take(
  node: Node,
  relation: Relation,
  channel: Channel,
  { question, answer }: Asked,
  signal: AbortSignal,
): Promise<Exchanged> {
  const exchanged = await takeAnswer(node, relation, question, answer)
  if (exchanged === 'done') await askLate(node, relation, channel, signal)
  return exchanged
}

/** Seconds between two questions for what may have turned up of a log that ended. */
const LATE_EVERY = 600

async function askLate(node: Node, relation: Relation, channel: Channel, signal: AbortSignal): Promise<void> {
  const now = node.monotonic()
  if (relation.epoch === 1 || (relation.askedLate !== null && now - relation.askedLate < LATE_EVERY)) return
  for (let log = 0; ; ) {
    const place = (await node.store.read(relation.id, (reader) => latePlaces(relation, reader)))[log]
    if (!place) break
    const nonce = node.random(NONCE_BYTES)
    const step = await channel.late(place, nonce, signal)
    if (!sameNonce(step.nonce, nonce)) throw new LinkFailure('bad-step')
    // What is of a later log is asked for by its own place.
    if (step.epoch !== place.epoch || (await takeLate(node, relation, step)) === 0) log += 1
  }
  relation.askedLate = now
}

/** Shows what cannot wait until all that stands before it is through. */
async function announce(
  relation: Relation,
  behind: readonly Announcement[],
  channel: Channel,
  signal: AbortSignal,
): Promise<void> {
  for (const one of behind) {
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

/** `behind`: what the question leaves behind and cannot wait. */
function prepare(
  node: Node,
  relation: Relation,
  nonce: Uint8Array,
  start?: number,
): Promise<{ question: Step; left: number; behind: Announcement[] }> {
  return node.store.read(relation.id, async (reader) => {
    const wanted = start === undefined ? { nonce } : { nonce, start }
    const { step: question, left } = await nextStep(node, relation, reader, wanted)
    return { question, left, behind: left > 0 ? await announcements(node, relation, question, reader) : [] }
  })
}

/** @throws LinkFailure for an answer that is refused or brings nothing on; NodeError of the store */
export async function takeAnswer(
  node: Node,
  relation: Relation,
  question: Step,
  answer: Step,
): Promise<Exchanged> {
  // Most answers hold what was asked about: only one that holds more is compared with what there is by now.
  const asked = question.start + question.entries.length
  const size =
    answer.holds <= asked
      ? asked
      : await node.store.read(relation.id, async (reader) => (await reader.heads()).ours.size)
  if (answer.holds > size) {
    doubt(node, relation)
    return 'more'
  }
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

function sameNonce(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

export interface SenderOptions {
  /** Milliseconds that one message and its answer may take, as long as something of them moves. */
  timeout: number
  /** First pause after a failure; doubles up to `slowest`, each drawn between half and the whole of it. */
  fastest: number
  slowest: number
  /** How long a receipt for marks may wait for something to travel with. */
  settle: number
  /** A silent line is asked for a sign of life so often. */
  heartbeat: number
}

const SENDER_OPTIONS: SenderOptions = {
  timeout: 15 * 60_000,
  fastest: 250,
  slowest: 30_000,
  settle: 400,
  heartbeat: 15_000,
}

/**
 * What a sign of life may have ended. Any other refusal would only be had again: two nodes that refuse each
 * other would, each heard by the other, ask without a pause for ever.
 */
const MENDED: readonly string[] = [...WITHOUT_ANSWER, 'held-start']

/** Owns the timer of one relation's sending. */
export class Sender implements AsyncDisposable {
  readonly #node: Node
  readonly #relation: Relation
  readonly #channel: Channel
  readonly #options: SenderOptions
  readonly #stopped = new AbortController()
  #timer: ReturnType<typeof setTimeout> | null = null
  #due = Number.POSITIVE_INFINITY
  #running: Promise<void> | null = null
  #again = false
  #failures = 0
  /** The code of the last of them. */
  #why = ''

  constructor(node: Node, relation: Relation, channel: Channel, options: Partial<SenderOptions> = {}) {
    this.#node = node
    this.#relation = relation
    this.#channel = channel
    this.#options = { ...SENDER_OPTIONS, ...options }
  }

  start(): void {
    this.#schedule(0)
  }

  /** Something was recorded. A line that is down keeps its pause: trying more often brings nothing. */
  poke(): void {
    if (this.#failures > 0) return
    if (this.#running) this.#again = true
    else this.#schedule(0)
  }

  /** The other side was heard: the pause after a line that was down is over. */
  signOfLife(): void {
    if (this.#failures === 0 || !MENDED.includes(this.#why)) return
    this.#failures = 0
    this.#schedule(0)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped.abort()
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    await this.#running
  }

  #schedule(wait: number): void {
    if (this.#stopped.signal.aborted) return
    const due = performance.now() + wait
    if (this.#timer && this.#due <= due) return
    if (this.#timer) clearTimeout(this.#timer)
    this.#due = due
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#due = Number.POSITIVE_INFINITY
      this.#run()
    }, wait)
  }

  #run(): void {
    if (this.#running) {
      this.#again = true
      return
    }
    this.#running = this.#once().then((wait) => {
      this.#running = null
      const again = this.#again && this.#failures === 0
      this.#again = false
      this.#schedule(again ? 0 : wait)
    })
  }

  /** Returns how long to wait, in milliseconds. */
  async #once(): Promise<number> {
    const { settle, heartbeat } = this.#options
    try {
      const exchanged = await this.#exchange()
      if (exchanged === 'more') return 0
      return exchanged === 'later' ? settle : heartbeat
    } catch (error) {
      await reportDamage(this.#node, this.#relation, [damageIn(error)])
      if (this.#stopped.signal.aborted) return heartbeat
      return this.#pause(whyOf(error))
    }
  }

  /**
   * Where one batch follows on another the next is asked before the answer to the last is taken in: both sides have
   * work at the same time. What they said that they hold is only where it begins; nothing counts but what is taken in.
   */
  async #exchange(): Promise<Exchanged> {
    const [node, relation, channel] = [this.#node, this.#relation, this.#channel]
    const signal = this.#signal()
    if (!(await isHeard(node, relation, channel, signal))) return this.#answered('more', 0)
    let asked = await ask(node, relation, channel, signal)
    for (;;) {
      const end = asked.question.start + asked.question.entries.length
      const goesOn =
        asked.left > 0 &&
        end > asked.question.start &&
        asked.answer.holds === end &&
        relation.start === 'confirmed'
      const ahead = goesOn ? ask(node, relation, channel, this.#signal(), end) : null
      // Of a question whose answer nobody takes in nothing is lost: it is asked again.
      ahead?.catch(() => undefined)
      const exchanged = await take(node, relation, channel, asked, this.#signal())
      this.#answered(exchanged, asked.took)
      if (ahead === null) return exchanged
      asked = await ahead
    }
  }

  #signal(): AbortSignal {
    return AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(this.#options.timeout)])
  }

  #answered(exchanged: Exchanged, took: number): Exchanged {
    const { line } = this.#relation
    this.#failures = 0
    if (answered(line, this.#node.clock()))
      this.#node.events.emit({ kind: 'line', relation: this.#relation.id })
    line.batch = paced(line.batch, took)
    return exchanged
  }

  #pause({ code, by }: Why): number {
    const { fastest, slowest } = this.#options
    const most = Math.min(slowest, fastest * 2 ** Math.min(this.#failures, 20))
    this.#failures += 1
    this.#why = code
    this.#relation.line.batch = paced(this.#relation.line.batch, null)
    const [byte = 0] = this.#node.random(1)
    const wait = most / 2 + (most / 2) * (byte / 255)
    const now = this.#node.clock()
    const changed = failed(this.#relation.line, now, { code, by, next: now + Math.ceil(wait / 1000) })
    if (changed) this.#node.events.emit({ kind: 'line', relation: this.#relation.id })
    return wait
  }
}

interface Why {
  code: string
  by: 'ours' | 'theirs'
}

function whyOf(error: unknown): Why {
  if (error instanceof LinkFailure) return { code: error.code, by: error.by }
  return { code: error instanceof NodeError ? error.code : 'line-down', by: 'ours' }
}
