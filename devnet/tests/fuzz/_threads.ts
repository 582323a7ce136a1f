/** Work that is long and independent, in threads. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Answered } from './_peer.ts'
import type { Tally } from './_run.ts'

export type Job =
  | { kind: 'seeds'; first: number; seeds: number; steps: number }
  | { kind: 'messages'; seed: number; inputs: number }

export type Done =
  /** `failures`: of each seed that failed, what repeats it. */
  { kind: 'seeds'; tally: Tally; failures: string[] } | { kind: 'messages'; answered: Answered }

/** Of `total` things as many at a time, from `first` on. */
export function portions(first: number, total: number, each: number): { first: number; count: number }[] {
  return Array.from({ length: Math.ceil(total / each) }, (_, at) => ({
    first: first + at * each,
    count: Math.min(each, total - at * each),
  }))
}

/** So many at a time, each in a thread of its own; what comes back is told as it comes. */
export async function overThreads(
  jobs: readonly Job[],
  threads: number,
  told: (done: Done) => void,
): Promise<void> {
  const waiting = [...jobs]
  const oneAfterAnother = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) told(await inThread(job))
  }
  await Promise.all(Array.from({ length: threads }, oneAfterAnother))
}

async function inThread(job: Job): Promise<Done> {
  const thread = new Worker(new URL('./_long-work.ts', import.meta.url), { workerData: job })
  const [done] = (await once(thread, 'message')) as [Done]
  await thread.terminate()
  return done
}
