/** The other end of the operator's socket: what a command asks of the node that runs. */
import { type IncomingMessage, request } from 'node:http'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { ERROR_CODES, NodeError } from '../errors.ts'
import type { KeyDate } from '../uses/keys/key-care.ts'
import { Incident } from './incidents.ts'
import { Changed, KeyDates, type KeyWish, Renewed } from './key-wishes.ts'
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

/** What is on record for operators, newest first, of all relations. @throws NodeError `not-running`, `bad-value` */
export async function readIncidents(data: string, code: string | null): Promise<Incident[]> {
  const query = code === null ? '' : `?${new URLSearchParams({ code })}`
  const found = await call(data, 'GET', undefined, `/incidents${query}`)
  if (!Value.Check(Type.Array(Incident), found)) throw new NodeError({ code: 'internal' })
  return found
}

/** Every key in use, with its dates. @throws NodeError `not-running` */
export async function readKeyDates(data: string): Promise<(KeyDate & { relation: string })[]> {
  const found = await call(data, 'GET', undefined, '/keys')
  if (!Value.Check(KeyDates, found)) throw new NodeError({ code: 'internal' })
  return found as (KeyDate & { relation: string })[]
}

/** The index of the entry that changes the key. @throws NodeError `rotation-open` and what the node says else */
export async function changeKeyOf(data: string, wish: KeyWish): Promise<number> {
  const found = await call(data, 'POST', wish, '/keys')
  if (!Value.Check(Changed, found)) throw new NodeError({ code: 'internal' })
  return found.index
}

/** Until when the new certificate is good, in seconds. @throws NodeError `unknown-relation`, `disk-full` */
export async function renewCertificateOf(data: string, relation: string): Promise<number> {
  const found = await call(data, 'POST', { relation }, '/certificate')
  if (!Value.Check(Renewed, found)) throw new NodeError({ code: 'internal' })
  return found.until
}

/** Lets the counterpart have back all that this node keeps for it, for a day. @throws NodeError `same-officer` */
export async function allowGivingBack(data: string, confirmation: Confirmation): Promise<void> {
  await call(data, 'POST', confirmation, '/giving')
}

/** One question to the node and its answer. @throws NodeError `not-running`, `not-allowed`, `outcome-unknown` and what the node says else */
export async function call(
  data: string,
  method: 'GET' | 'POST',
  body?: unknown,
  path = '/starts',
): Promise<unknown> {
  const socketPath = socketOf(data)
  const answer = await new Promise<IncomingMessage>((done, failed) => {
    const asked = request({ socketPath, path, method }, done)
    asked.on('error', failed)
    asked.end(body === undefined ? undefined : JSON.stringify(body))
  }).catch((cause: NodeJS.ErrnoException) => {
    throw callFailed(socketPath, cause, method)
  })
  return said(answer, socketPath, method)
}

/** What a node answered; half an answer is none. @throws NodeError for what it refused, `outcome-unknown`, `not-running` */
export function said(answer: IncomingMessage, socketPath: string, method: 'GET' | 'POST'): Promise<unknown> {
  return read(answer).catch((cause: NodeJS.ErrnoException) => {
    throw cause instanceof NodeError ? cause : callFailed(socketPath, cause, method)
  })
}

async function read(answer: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of answer.setEncoding('utf8') as AsyncIterable<string>) text += chunk
  const found: unknown = JSON.parse(text)
  if (answer.statusCode === 200) return found
  const { code, message } = found as { code?: unknown; message?: unknown }
  throw new NodeError({
    code: ERROR_CODES.find((one) => one === code) ?? 'internal',
    message: typeof message === 'string' ? message : 'the node does not say why',
  })
}

/** A node that was reached and ends before it has answered may have done what it was asked: nobody here knows. */
export function callFailed(
  socketPath: string,
  cause: NodeJS.ErrnoException,
  method: 'GET' | 'POST',
): NodeError {
  if (cause.code === 'EACCES')
    return new NodeError({ code: 'not-allowed', message: `${socketPath} is the node's user's`, cause })
  if (method === 'POST' && cause.syscall !== 'connect')
    return new NodeError({
      code: 'outcome-unknown',
      message: 'the node ended before it answered, and what was asked of it may be recorded',
      cause,
      unknown: true,
    })
  return new NodeError({ code: 'not-running', message: `no node answers at ${socketPath}`, cause })
}
