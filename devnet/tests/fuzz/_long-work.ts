/** One of the threads that `_threads.ts` hands work to. */
import { parentPort } from 'node:worker_threads'
import { runFind } from './_finds.ts'
import { mutate } from './_peer.ts'
import { type FuzzFailure, newTally, runSchedule, type Tally } from './_run.ts'
import type { Job, Scheduled } from './_threads.ts'

parentPort?.on('message', async (job: Job) => parentPort?.postMessage(await workOff(job)))

async function workOff(job: Job) {
  if (job.kind === 'messages') return mutate(job.seed, job.inputs)
  return scheduled(job.kind === 'find' ? runFind(job.find) : runSchedule(job.seed, job.steps))
}

/** One that fails keeps none of the others from being run: the seeds are what is looked for. */
function scheduled(schedule: Promise<Tally>): Promise<Scheduled> {
  return schedule.then(
    (tally) => ({ tally, failure: null }),
    (error: FuzzFailure) => ({ tally: newTally(), failure: error.message }),
  )
}
