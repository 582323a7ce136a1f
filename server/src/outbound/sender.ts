/**
 * Sends one relation's log, from what the other side has receipted, for as long as there is anything it
 * does not hold. Nothing is dropped and nothing expires: what waits is the log itself.
 */
import { NodeError } from '../errors.ts'
import { damageIn, reportDamage } from '../uses/damage.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { answered, failed, heldBack } from '../uses/send/line.ts'
import { ONE_HEAD, paced } from '../uses/send/pace.ts'
import { restOf } from '../uses/time-share.ts'
import { LINE_FAULTS, LinkFailure, WITHOUT_ANSWER } from '../wire/link.ts'
import type { Channel } from './channel.ts'
import { exchange } from './exchange.ts'

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
  #cancel: (() => void) | null = null
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
    this.#cancel?.()
    this.#cancel = null
    await this.#running
  }

  #schedule(wait: number): void {
    if (this.#stopped.signal.aborted) return
    const due = performance.now() + wait
    if (this.#cancel && this.#due <= due) return
    this.#cancel?.()
    this.#due = due
    this.#cancel = after(wait, () => {
      this.#cancel = null
      this.#due = Number.POSITIVE_INFINITY
      this.#run()
    })
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
    const rest = restOf(this.#relation.share)
    // Their answers cost as much as their questions.
    if (rest > 0) return this.#resting(rest)
    try {
      const exchanged = await exchange(
        this.#node,
        this.#relation,
        this.#channel,
        () => this.#signal(),
        (took) => this.#answered(took),
      )
      if (exchanged === 'more') return 0
      return exchanged === 'later' ? settle : heartbeat
    } catch (error) {
      await reportDamage(this.#node, this.#relation, [damageIn(error)])
      if (this.#stopped.signal.aborted) return heartbeat
      return this.#pause(whyOf(error))
    }
  }

  /** The line is up, and what waits is told why. */
  #resting(rest: number): number {
    const { line, id } = this.#relation
    const next = this.#node.clock() + Math.ceil(rest / 1000)
    if (heldBack(line, { code: 'busy', next })) this.#node.events.emit({ kind: 'line', relation: id })
    return rest
  }

  #signal(): AbortSignal {
    return AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(this.#options.timeout)])
  }

  #answered(took: number): void {
    const { line } = this.#relation
    this.#failures = 0
    if (answered(line, this.#node.clock()))
      this.#node.events.emit({ kind: 'line', relation: this.#relation.id })
    line.batch = paced(line.batch, took)
  }

  #pause({ code, by }: Why): number {
    const { fastest, slowest } = this.#options
    const most = Math.min(slowest, fastest * 2 ** Math.min(this.#failures, 20))
    this.#failures += 1
    this.#why = code
    const { line } = this.#relation
    line.batch = code === 'unavailable' ? ONE_HEAD : paced(line.batch, null)
    const [byte = 0] = this.#node.random(1)
    const wait = most / 2 + (most / 2) * (byte / 255)
    const now = this.#node.clock()
    const changed = failed(line, now, {
      code,
      by,
      next: now + Math.ceil(wait / 1000),
      isFault: LINE_FAULTS.some((fault) => fault === code),
    })
    if (changed) this.#node.events.emit({ kind: 'line', relation: this.#relation.id })
    return wait
  }
}

/** A timer of nothing would still be one of a millisecond, for every act that travels alone. */
function after(wait: number, run: () => void): () => void {
  if (wait <= 0) {
    const soon = setImmediate(run)
    return () => clearImmediate(soon)
  }
  const timer = setTimeout(run, wait)
  return () => clearTimeout(timer)
}

interface Why {
  code: string
  by: 'ours' | 'theirs'
}

function whyOf(error: unknown): Why {
  if (error instanceof LinkFailure) return { code: error.code, by: error.by }
  return { code: error instanceof NodeError ? error.code : 'line-down', by: 'ours' }
}
