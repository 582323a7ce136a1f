/** Work that is long and independent, in threads: a test runner follows every promise of its own thread, and of no other. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Find } from './_finds.ts'
import type { Answered } from './_peer.ts'
import type { Tally } from './_run.ts'

export type Job =
  | { kind: 'seed'; seed: number; steps: number }
  | { kind: 'find'; find: Find }
  | { kind: 'messages'; seed: number; inputs: number }

/** `failure`: what repeats it. */
export interface Scheduled {
  tally: Tally
  failure: string | null
}

export type Done<Of extends Job> = Of['kind'] extends 'messages' ? Answered : Scheduled

/** Jobs that one thread takes, so that what they leave behind goes with it. */
const JOBS_EACH = 20

interface Thread {
  worker: Worker
  jobs: number
}

/** As many jobs at a time as there are threads; the others wait their turn. */
export class Threads implements AsyncDisposable {
  readonly #free: (Thread | null)[]
  readonly #waiting: ((thread: Thread | null) => void)[] = []

  constructor(threads: number) {
    this.#free = Array.from({ length: threads }, () => null)
  }

  /** @throws whatever ended the thread */
  async run<Of extends Job>(job: Of): Promise<Done<Of>> {
    const free = this.#free.pop()
    const thread =
      (free === undefined ? await new Promise<Thread | null>((turn) => this.#waiting.push(turn)) : free) ??
      started()
    try {
      thread.worker.postMessage(job)
      const [done] = (await once(thread.worker, 'message')) as [Done<Of>]
      thread.jobs += 1
      await this.#release(thread)
      return done
    } catch (error) {
      // A rejection that nobody handles ends the thread with an error.
      await this.#release(null)
      throw error
    }
  }

  async #release(thread: Thread | null): Promise<void> {
    const isSpent = thread !== null && thread.jobs >= JOBS_EACH
    if (isSpent) await thread.worker.terminate()
    const left = isSpent ? null : thread
    const next = this.#waiting.shift()
    if (next) next(left)
    else this.#free.push(left)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const thread of this.#free) await thread?.worker.terminate()
  }
}

function started(): Thread {
  return { worker: new Worker(new URL('./_long-work.ts', import.meta.url)), jobs: 0 }
}
