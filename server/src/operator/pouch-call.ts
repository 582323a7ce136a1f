/** Pouches, asked for through the operator's socket. */
import { request as ask, type IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { ERROR_CODES, NodeError } from '../errors.ts'
import { SMALLEST_FILE } from '../pouch/limits.ts'
import type { PlannedFile } from '../pouch/plan.ts'
import type { Taken } from '../pouch/read-pouch.ts'
import { callFailed, said } from './call.ts'
import { socketOf, WHY } from './socket.ts'

const Files = Type.Array(
  Type.Object({
    name: Type.String({ pattern: '^[\\w~-]+\\.pouch$' }),
    start: Type.Integer(),
    end: Type.Integer(),
    part: Type.Integer(),
    of: Type.Integer(),
    bytes: Type.Integer(),
    pieces: Type.Optional(
      Type.Object({
        leaf: Type.String(),
        digest: Type.String(),
        offset: Type.Integer(),
        bytes: Type.Integer(),
      }),
    ),
  }),
)
const TakenSaid = Type.Object({
  fresh: Type.Integer(),
  held: Type.Integer(),
  aside: Type.Integer(),
  receipted: Type.Union([Type.Integer(), Type.Null()]),
  pieces: Type.Integer(),
  early: Type.Integer(),
  passed: Type.Integer(),
  refused: Type.Union([Type.String(), Type.Null()]),
})

/** @throws NodeError `pouch-too-small`, `not-running`, `held-start` and what the node says else */
export async function planPouch(
  data: string,
  relation: string,
  bytes: number,
  since: number | null,
): Promise<PlannedFile[]> {
  if (bytes < SMALLEST_FILE)
    throw new NodeError({
      code: 'pouch-too-small',
      message: `files of ${bytes} bytes would not hold the largest message`,
    })
  const more = since === null ? {} : { since: String(since) }
  const answer = await get(data, '/pouch/files', { relation, bytes: String(bytes), ...more })
  const found = await said(answer, socketOf(data), 'GET')
  if (!Value.Check(Files, found)) throw new NodeError({ code: 'internal' })
  return found
}

/** The bytes of one file; breaks off with an error when the node cannot make it to its end. */
export async function openPouch(data: string, relation: string, file: PlannedFile): Promise<Readable> {
  const { start, end, part, of, pieces } = file
  const given = Object.entries({ start, end, part, of, ...pieces }).map(([name, value]) => [
    name,
    String(value),
  ])
  const answer = await get(data, '/pouch/file', { relation, ...Object.fromEntries(given) })
  if (answer.statusCode !== 200) await said(answer, socketOf(data), 'GET')
  return Readable.from(wholeOf(answer, socketOf(data)), { objectMode: false })
}

async function* wholeOf(answer: IncomingMessage, socketPath: string): AsyncGenerator<Uint8Array> {
  try {
    yield* answer as AsyncIterable<Uint8Array>
  } catch (cause) {
    throw callFailed(socketPath, cause as NodeJS.ErrnoException, 'GET')
  }
  const why = answer.trailers[WHY]
  if (why === undefined) return
  const code = ERROR_CODES.find((one) => one === why) ?? 'internal'
  throw new NodeError({ code, message: 'the node could not make this file to its end' })
}

/** @throws NodeError `pouch-…`, `held-start`, `not-running`, `outcome-unknown`; what the medium throws as it is */
export async function givePouch(data: string, relation: string, bytes: Readable): Promise<Taken> {
  const answer = await call(data, 'POST', '/pouch', { relation }, bytes)
  const found = await said(answer, socketOf(data), 'POST')
  if (!Value.Check(TakenSaid, found)) throw new NodeError({ code: 'internal' })
  return found as Taken
}

function get(data: string, path: string, query: Record<string, string>): Promise<IncomingMessage> {
  return call(data, 'GET', path, query, null)
}

function call(
  data: string,
  method: 'GET' | 'POST',
  path: string,
  query: Record<string, string>,
  bytes: Readable | null,
): Promise<IncomingMessage> {
  const socketPath = socketOf(data)
  let unreadable: Error | null = null
  return new Promise<IncomingMessage>((done, failed) => {
    const asked = ask({ socketPath, path: `${path}?${new URLSearchParams(query)}`, method }, (answer) => {
      // A node that refuses a file need not be given the rest of it.
      answer.once('end', () => {
        bytes?.destroy()
        if (bytes?.readableEnded === false) asked.destroy()
      })
      done(answer)
    })
    asked.on('error', failed)
    if (bytes === null) asked.end()
    else {
      bytes.on('error', (error) => {
        unreadable = error
        asked.destroy()
        failed(error)
      })
      bytes.pipe(asked)
    }
  }).catch((cause: NodeJS.ErrnoException) => {
    if (cause === unreadable) throw cause
    throw callFailed(socketPath, cause, method)
  })
}
