/** An invented officer at a node's API: what a page does, without the page. */
import { type IncomingMessage, request as plain, type RequestOptions } from 'node:http'
import { request as secure } from 'node:https'

export interface Answer {
  status: number
  body: unknown
}

export interface Persona {
  id: string
  call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Answer>
}

/** What a node says to everybody about how one signs in. */
export interface Offered {
  side: string
  personas: { id: string; level: string; roles: string[] }[]
}

/** What the node said instead of doing it; `code` is from its closed list. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly status: number
  readonly code: string

  constructor(what: { status: number; code: string; path: string }) {
    super(`${what.path}: ${what.status} ${what.code}`)
    this.status = what.status
    this.code = what.code
  }
}

export function isRefused(error: unknown, code: string): boolean {
  return error instanceof RefusedError && error.code.split(' ', 1)[0] === code
}

/** A node that takes longer than this has lost the call. Milliseconds. */
const PATIENCE_MS = 30_000

/**
 * The names of the demo, such as `vnm.localhost`, are resolved by browsers and not by every system:
 * the call goes to this machine's own address and names the host in its header.
 */
function callNode(
  url: URL,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Answer & { cookies: string[] }> {
  const send = url.protocol === 'https:' ? secure : plain
  const options: RequestOptions = {
    host: /(^|\.)localhost$/.test(url.hostname) ? '127.0.0.1' : url.hostname,
    port: url.port,
    method,
    path,
    timeout: PATIENCE_MS,
    headers: {
      ...headers,
      host: url.host,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
  }
  return new Promise((resolve, reject) => {
    const sent = send(options, (response: IncomingMessage) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const status = response.statusCode ?? 0
        const cookies = (response.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0] ?? '')
        const bytes = Buffer.concat(chunks)
        const json = /json/.test(response.headers['content-type'] ?? '')
        try {
          const body = bytes.length === 0 ? null : json ? JSON.parse(bytes.toString()) : bytes
          resolve({ status, body, cookies })
        } catch {
          reject(new RefusedError({ status, code: 'no-json', path }))
        }
      })
    })
    sent.on('timeout', () => sent.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })))
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

/** @throws RefusedError */
export async function offeredAt(url: URL): Promise<Offered> {
  const answer = await callNode(url, 'GET', '/api/session', {})
  accepted(answer, '/api/session')
  return answer.body as Offered
}

/** @throws RefusedError when the node knows no such persona */
export async function signIn(url: URL, persona: string): Promise<Persona> {
  const first = await callNode(url, 'POST', '/api/session', { origin: url.origin }, { persona })
  accepted(first, '/api/session')
  const { csrf } = first.body as { csrf: string | null }
  const headers = {
    origin: url.origin,
    cookie: first.cookies.join('; '),
    ...(csrf ? { 'x-counterpart-csrf': csrf } : {}),
  }
  return {
    id: persona,
    call: async (method, path, body) => {
      const answer = await callNode(url, method, path, headers, body)
      accepted(answer, path)
      return answer
    },
  }
}

function accepted(answer: Answer, path: string): void {
  if (answer.status < 300) return
  const { error } = (answer.body ?? {}) as { error?: { code?: string; path?: string } }
  throw new RefusedError({
    status: answer.status,
    code: `${error?.code ?? 'no-code'} ${error?.path ?? ''}`.trim(),
    path,
  })
}
