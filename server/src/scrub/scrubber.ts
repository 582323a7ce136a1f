/** Scrubs every relation of a node, one pass a day, beside everything else that the node does. */
import { setTimeout as pause } from 'node:timers/promises'
import { DAY } from '@counterpart/casework/civil'
import { NodeError } from '../errors.ts'
import { type Finding, placeOf } from './finding.ts'
import type { LastPass, Stage } from './progress.ts'
import type { Scrub } from './scrub.ts'

export interface ScrubOptions {
  /** The largest share of one core: so a pass never takes longer from officers than they notice. */
  share: number
  /** Seconds from the beginning of one pass to that of the next. */
  every: number
  /** Milliseconds before the first, and after what failed. */
  wait: number
}

const DEFAULTS: ScrubOptions = { share: 0.02, every: DAY, wait: 60_000 }

/** One after the other that an operator waits for: until one has nothing more to put back. */
const MOST_PASSES = 3

/** What operators see. */
export interface ScrubState {
  relation: string
  /** `slow`: the pass of the day; `whole`: one that an operator asked for. */
  pass: 'none' | 'slow' | 'whole'
  /** What it looks at now, and of a log from which entry on; `null` where there is none. */
  at: { stage: Stage; index: number } | null
  /** Entries of both logs that were looked at, and how many there are. */
  done: number
  of: number
  bytes: number
  found: number
  repaired: number
  /** Seconds of work in an hour, as it has been in this pass; `null` where there is none. */
  perHour: number | null
  last: LastPass | null
  /** Put back by the passes that an operator asked for last, all together. */
  mended: number
  /** Why the last attempt did not come to its end; `null` once one goes on again. */
  failed: string | null
  /** What is damaged and could not be put back. */
  open: OpenDamage[]
}

/** `index`: of the entry that it is, or is beside; `null` where it is in no one place of a log. */
export interface OpenDamage {
  what: Finding['what']
  side: string | null
  index: number | null
}

export interface Scrubbing {
  id: string
  scrub: Scrub
  /** Entries of both logs. */
  size(): Promise<number>
}

interface Running extends Scrubbing {
  wanted: boolean
  mended: number
  failed: string | null
  /** Ends what waits or goes slowly. */
  hurry: AbortController
}

export class Scrubber implements AsyncDisposable {
  readonly #running: Map<string, Running>
  readonly #options: ScrubOptions
  readonly #clock: () => number
  readonly #ended = new AbortController()
  readonly #loops: Promise<void>[] = []

  constructor(scrubbed: readonly Scrubbing[], clock: () => number, options: Partial<ScrubOptions> = {}) {
    this.#running = new Map(
      scrubbed.map((one) => [
        one.id,
        { ...one, wanted: false, mended: 0, failed: null, hurry: new AbortController() },
      ]),
    )
    this.#clock = clock
    this.#options = { ...DEFAULTS, ...options }
  }

  start(): void {
    for (const one of this.#running.values()) this.#loops.push(this.#loop(one))
  }

  /** From the beginning, without pauses. @throws NodeError `unknown-relation` */
  whole(relation: string): void {
    const found = this.#running.get(relation)
    if (!found) throw new NodeError({ code: 'unknown-relation' })
    found.wanted = true
    found.mended = 0
    found.failed = null
    found.hurry.abort()
  }

  async state(): Promise<ScrubState[]> {
    return Promise.all([...this.#running.values()].map((one) => this.#stateOf(one)))
  }

  async #stateOf(one: Running): Promise<ScrubState> {
    const { pass, last } = await one.scrub.progress()
    const open = await one.scrub.open()
    const { entries = 0, bytes = 0, found = 0, repaired = 0, worked = 0 } = pass ?? {}
    const passed = pass === null ? 0 : Math.max(1, this.#clock() - pass.began)
    return {
      relation: one.id,
      pass: one.wanted ? 'whole' : pass === null ? 'none' : 'slow',
      at: pass && { stage: pass.stage, index: pass.index },
      done: entries,
      of: Math.max(entries, await one.size()),
      bytes,
      found,
      repaired,
      perHour: pass === null ? null : Math.round(((worked / 1000) * 3600) / passed),
      last,
      mended: one.mended,
      failed: one.failed,
      open: open.map((finding) => ({ what: finding.what, ...placeOf(finding) })),
    }
  }

  async #loop(one: Running): Promise<void> {
    await this.#wait(one, this.#options.wait)
    while (!this.#ended.signal.aborted) {
      try {
        if (one.wanted) await this.#whole(one)
        else if (await this.#isDue(one)) await this.#slow(one)
        else await this.#wait(one, this.#options.wait)
      } catch (error) {
        one.failed = error instanceof NodeError ? error.code : 'internal'
        // What a store cannot do now is tried again, and the pass goes on where it was; for anything else nobody waits.
        if (one.failed !== 'unavailable') one.wanted = false
        await this.#wait({ ...one, wanted: false }, this.#options.wait)
      }
    }
  }

  async #isDue({ scrub }: Running): Promise<boolean> {
    const { pass, last } = await scrub.progress()
    // What stands on something that was put back is looked at when that is as it was.
    const again = last !== null && last.repaired > 0
    if (pass !== null || last === null || again) return true
    // In either direction: a clock that was far ahead and was set back puts off no pass until it is there again.
    return Math.abs(this.#clock() - last.began) >= this.#options.every
  }

  async #whole(one: Running): Promise<void> {
    one.hurry = new AbortController()
    await one.scrub.begin()
    for (let i = 0; i < MOST_PASSES && !this.#ended.signal.aborted; i++) {
      await one.scrub.pass(() => pause(0), this.#ended.signal)
      const { last } = await one.scrub.progress()
      one.mended += last?.repaired ?? 0
      if (!last || last.repaired === 0) break
    }
    one.failed = null
    if (!one.hurry.signal.aborted) one.wanted = false
  }

  async #slow(one: Running): Promise<void> {
    const { share } = this.#options
    const signal = AbortSignal.any([one.hurry.signal, this.#ended.signal])
    await one.scrub.pass((worked) => {
      one.failed = null
      return pause(Math.max(1, worked * (1 / share - 1)), undefined, { signal }).catch(() => undefined)
    }, signal)
    one.failed = null
  }

  async #wait({ wanted, hurry }: Running, milliseconds: number): Promise<void> {
    if (wanted) return
    const signal = AbortSignal.any([hurry.signal, this.#ended.signal])
    await pause(milliseconds, undefined, { signal, ref: false }).catch(() => undefined)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort()
    await Promise.all(this.#loops)
  }
}
