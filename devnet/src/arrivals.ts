/**
 * Waits until a node holds what the other one recorded. Delivery is in the order of the log, so only what
 * was recorded first is asked for until it is there; then more at once, as long as all of it is.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { type Persona, RefusedError } from './persona.ts'
import { type View, viewOf } from './view.ts'

export interface Recorded {
  dossier: string
  leaf: string
  /** Its place in its author's log. */
  index: number
}

interface Waiting extends Recorded {
  since: number
  resolve(view: View): void
  reject(error: unknown): void
}

/** A line that has carried nothing for so long will not carry it now. Milliseconds. */
const PATIENCE_MS = 60_000
const MOST_AT_ONCE = 8
const PAUSE_MS = { first: 10, longest: 200 }

export class Arrivals {
  readonly #at: Persona
  #waiting: Waiting[] = []
  #isAsking = false
  #heard = performance.now()

  constructor(at: Persona) {
    this.#at = at
  }

  /** @returns the dossier as the node shows it then. @throws RefusedError `did-not-arrive` */
  of(recorded: Recorded): Promise<View> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...recorded, since: performance.now(), resolve, reject })
      this.#waiting.sort((a, b) => a.index - b.index)
      if (!this.#isAsking) void this.#ask()
    })
  }

  async #ask(): Promise<void> {
    this.#isAsking = true
    let atOnce = 1
    let wait = PAUSE_MS.first
    while (this.#waiting.length > 0) {
      const asked = this.#waiting.slice(0, atOnce)
      const came = await Promise.all(asked.map((one) => this.#look(one)))
      if (came.every(Boolean)) {
        atOnce = Math.min(2 * atOnce, MOST_AT_ONCE)
        wait = PAUSE_MS.first
        continue
      }
      atOnce = 1
      this.#giveUp()
      await pause(wait)
      wait = Math.min(1.5 * wait, PAUSE_MS.longest)
    }
    this.#isAsking = false
  }

  async #look(one: Waiting): Promise<boolean> {
    const done = () => {
      this.#waiting = this.#waiting.filter((other) => other !== one)
      this.#heard = performance.now()
      return true
    }
    try {
      const view = await viewOf(this.#at, one.dossier)
      if (!view?.rungs.some(({ leaf }) => leaf === one.leaf)) return false
      one.resolve(view)
    } catch (error) {
      one.reject(error)
    }
    return done()
  }

  #giveUp(): void {
    const [first] = this.#waiting
    if (!first || performance.now() - Math.max(first.since, this.#heard) < PATIENCE_MS) return
    for (const { dossier, reject } of this.#waiting.splice(0))
      reject(new RefusedError({ status: 0, code: 'did-not-arrive', path: dossier }))
  }
}
