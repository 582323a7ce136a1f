/** One of the threads that `long.ts` hands its work to. */
import { parentPort, workerData } from 'node:worker_threads'
import { mutate } from './_peer.ts'
import { type FuzzFailure, newTally, runSchedule } from './_run.ts'
import type { Done, Job } from './_threads.ts'

parentPort?.postMessage(await workOff(workerData as Job))

async function workOff(job: Job): Promise<Done> {
  if (job.kind === 'messages') return { kind: 'messages', answered: await mutate(job.seed, job.inputs) }
  const tally = newTally()
  const failures: string[] = []
  for (let seed = job.first; seed < job.first + job.seeds; seed++)
    // One that fails keeps none of the others from being run: the seeds are what is looked for.
    await runSchedule(seed, job.steps, tally).catch((error: FuzzFailure) => failures.push(error.message))
  return { kind: 'seeds', tally, failures }
}
