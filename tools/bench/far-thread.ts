/** Run as a thread by far-side.ts. */
import { parentPort, workerData } from 'node:worker_threads'
import type { KeyFile } from '../../server/src/keys/key-file.ts'
import { answerSealed } from '../../server/src/peer/answer.ts'
import type { Command } from '../../server/src/uses/command.ts'
import { callsOver } from './calls.ts'
import { openSide, RELATION } from './side.ts'

const { own, other } = workerData as { own: KeyFile; other: KeyFile }
if (!parentPort) throw new Error('far-thread.ts is run as a thread')

const call = callsOver(parentPort, {
  start: async () => side.running.start(),
  confirmed: async () => side.relation.start === 'confirmed',
  answer: (sealed: Uint8Array) => answerSealed(side.running.node, side.running.peer(RELATION), sealed),
  record: (command: Command) => side.record(command),
  delivered: (index: number) => side.delivered(index),
  hasFile: (leaf: string) =>
    side.store.read(RELATION, async (reader) => {
      const [row] = (await reader.files([leaf])).get(leaf) ?? []
      if (row?.state === 'refused') throw new Error('the file was refused')
      return row?.state === 'here' || row?.state === 'held'
    }),
  close: async () => side[Symbol.asyncDispose](),
})
const side = await openSide(own, other, { exchange: (sealed) => call('answer', sealed) })
await call('opened', side.server.connection)
