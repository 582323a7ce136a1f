/** The other end of the operator's socket: what a command asks of the node that runs. */
import { request } from 'node:http'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { ERROR_CODES, NodeError } from '../errors.ts'
import { socketOf } from './socket.ts'
import { type Confirmation, Start } from './starts.ts'

/** `data`: the node's data folder. @throws NodeError `not-running`, `not-allowed` */
export async function readStarts(data: string): Promise<Start[]> {
  const found = await call(data, 'GET')
  if (!Value.Check(Type.Array(Start), found)) throw new NodeError({ code: 'internal' })
  return found
}

/** @throws NodeError `same-officer`, `rolled-back`, `start-confirmed` and what the node says else */
export async function confirmStarted(data: string, confirmation: Confirmation): Promise<void> {
  await call(data, 'POST', confirmation)
}

async function call(data: string, method: 'GET' | 'POST', body?: unknown): Promise<unknown> {
  const socketPath = socketOf(data)
  const { status, said } = await new Promise<{ status: number; said: string }>((done, failed) => {
    const asked = request({ socketPath, path: '/starts', method }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => done({ status: response.statusCode ?? 0, said: text }))
      response.on('error', failed)
    })
    asked.on('error', failed)
    asked.end(body === undefined ? undefined : JSON.stringify(body))
  }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EACCES')
      throw new NodeError({ code: 'not-allowed', message: `${socketPath} is the node's user's`, cause })
    throw new NodeError({ code: 'not-running', message: `no node answers at ${socketPath}`, cause })
  })
  const answer: unknown = JSON.parse(said)
  if (status === 200) return answer
  const { code, message } = answer as { code?: unknown; message?: unknown }
  throw new NodeError({
    code: ERROR_CODES.find((one) => one === code) ?? 'internal',
    message: typeof message === 'string' ? message : 'the node does not say why',
  })
}
