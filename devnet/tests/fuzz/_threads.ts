/** Work that is long and independent, over as many threads as there are cores. */
import { availableParallelism } from 'node:os'
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

/** Each thread takes the next job when it has done one; what comes back is told as it comes. */
export async function overCores(jobs: readonly Job[], told: (done: Done) => void): Promise<void> {
  const waiting = [...jobs]
  const threads = Math.min(availableParallelism(), waiting.length)
  await Promise.all(Array.from({ length: threads }, () => worksOff(waiting, told)))
}

function worksOff(waiting: Job[], told: (done: Done) => void): Promise<void> {
  const thread = new Worker(new URL('./_long-work.ts', import.meta.url))
  return new Promise<void>((resolve, reject) => {
    const next = () => {
      const job = waiting.shift()
      if (job) thread.postMessage(job)
      else resolve()
    }
    thread.on('message', (done: Done) => {
      told(done)
      next()
    })
    thread.on('error', reject)
    next()
  }).finally(() => thread.terminate())
}
