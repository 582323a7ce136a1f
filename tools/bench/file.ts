/** A large file: brought by an officer of one side, carried to the other, and what memory that takes. */
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { beginUpload, continueUpload } from '../../server/src/uses/file/upload.ts'
import { letter } from './commands.ts'
import type { Pair } from './pair.ts'

export interface Carried {
  bytes: number
  /** Seconds. */
  brought: number
  carried: number
  /** Most bytes that the process of both nodes held beyond what it held before. */
  memory: number
}

const PIECE = 64 * 1024

export async function measureFile({ a, b }: Pair, bytes: number): Promise<Carried> {
  const before = process.memoryUsage.rss()
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 20)
  try {
    const begun = performance.now()
    const now = Math.floor(Date.now() / 1000)
    const asked = { relation: a.relation.id, officer: 'aaa-1', name: 'invented.bin', bytes, now }
    const { id } = await beginUpload(a.files, asked)
    const { file } = await continueUpload(a.files, id, 'aaa-1', 0, pieces(bytes))
    if (!file) throw new Error('the file did not come')
    const recorded = performance.now()
    const { leaf } = await a.record(letter(file))
    while (!(await b.hasFile(leaf))) await pause(50)
    const carried = performance.now()
    return {
      bytes,
      brought: (recorded - begun) / 1000,
      carried: (carried - recorded) / 1000,
      memory: most - before,
    }
  } finally {
    clearInterval(watch)
  }
}

async function* pieces(bytes: number): AsyncGenerator<Uint8Array> {
  const piece = randomBytes(PIECE)
  for (let at = 0; at < bytes; at += PIECE) yield piece.subarray(0, Math.min(PIECE, bytes - at))
}
