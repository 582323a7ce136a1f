/** Run as a thread by long.ts: schedules from so many seeds, and what came of them. */
import { parentPort, workerData } from 'node:worker_threads'
import { type FuzzFailure, newTally, runSchedule, type Tally } from './_run.ts'

export interface Wanted {
  first: number
  seeds: number
  steps: number
}

export interface Ran {
  tally: Tally
  /** What each that failed says of itself. */
  failed: string[]
}

const { first, seeds, steps } = workerData as Wanted
const ran: Ran = { tally: newTally(), failed: [] }
for (let seed = first; seed < first + seeds; seed++) {
  // One that fails keeps none of the others from being run: the seeds are what is looked for.
  await runSchedule(seed, steps, ran.tally).catch(({ message }: FuzzFailure) => ran.failed.push(message))
}
parentPort?.postMessage(ran)
