/** The changed messages in a thread of their own: what a test runner keeps of every promise is no memory of ours. */
import { parentPort, workerData } from 'node:worker_threads'
import { mutate } from './_peer.ts'

const { seed, inputs } = workerData as { seed: number; inputs: number }
parentPort?.postMessage(await mutate(seed, inputs))
