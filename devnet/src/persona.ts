/** An invented officer at a node's API: what a page does, without the page. */
import { request } from 'node:http'

export interface Answer {
  status: number
  body: unknown
}

export interface Persona {
  id: string
  call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Answer>
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
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: url.port,
        method,
        path,
        headers: {
          ...headers,
          host: url.host,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const bytes = Buffer.concat(chunks)
          const json = /json/.test(response.headers['content-type'] ?? '')
          resolve({
            status: response.statusCode ?? 0,
            body: bytes.length === 0 ? null : json ? JSON.parse(bytes.toString()) : bytes,
            cookies: (response.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0] ?? ''),
          })
        })
      },
    )
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
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
