/** The other node, in a thread of its own: what is done there takes nothing from what is done here. */
import { Worker } from 'node:worker_threads'
import type { KeyFile } from '../../server/src/keys/key-file.ts'
import type { Connection } from '../../server/src/store/embedded/embedded-postgres.ts'
import type { Command, Recorded } from '../../server/src/uses/command.ts'
import { callsOver } from './calls.ts'

export interface FarSide extends AsyncDisposable {
  /** Of its database. */
  connection: Connection
  start(): Promise<void>
  /** Whether both know where they are. */
  confirmed(): Promise<boolean>
  /** To a sealed message; rejects with a LinkFailure. */
  answer(sealed: Uint8Array): Promise<Uint8Array>
  record(command: Command): Promise<Recorded>
  delivered(index: number): Promise<void>
  /** Whether the file is there that the entry with this leaf names. */
  hasFile(leaf: string): Promise<boolean>
}

/** `answer`: of the node here, to a sealed message of the one there. */
export async function openFarSide(
  own: KeyFile,
  other: KeyFile,
  answer: (sealed: Uint8Array) => Promise<Uint8Array>,
): Promise<FarSide> {
  const worker = new Worker(new URL('far-thread.ts', import.meta.url), { workerData: { own, other } })
  const opened = Promise.withResolvers<Connection>()
  worker.on('error', opened.reject)
  const call = callsOver(worker, {
    answer,
    opened: async (connection: Connection) => opened.resolve(connection),
  })
  return {
    connection: await opened.promise,
    start: () => call('start', null),
    confirmed: () => call('confirmed', null),
    answer: (sealed) => call('answer', sealed),
    record: (command) => call('record', command),
    delivered: (index) => call('delivered', index),
    hasFile: (leaf) => call('hasFile', leaf),
    async [Symbol.asyncDispose]() {
      await call('close', null)
      await worker.terminate()
    },
  }
}
