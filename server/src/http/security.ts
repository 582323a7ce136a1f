/**
 * The headers of every answer, and what every request has to satisfy before anything reads it: it names this host (a
 * page of another name that resolves here gets nothing), and a write comes from a page of this very origin.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NodeError } from '../errors.ts'

export interface Origin {
  /** `https://counterpart.example` as officers type it. */
  url: string
  /** Other hosts answered, such as `127.0.0.1:7411` for tools on this machine. */
  hosts: readonly string[]
}

const strict = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['x-frame-options', 'DENY'],
  ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
] as const

function apiPolicy(): string {
  return "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
}

/** Scripts and workers from here alone; styles from here or with the nonce of this very page. */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "worker-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    // Files of acts, each with a policy of its own.
    "frame-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

export function isSecure(origin: Pick<Origin, 'url'>): boolean {
  return new URL(origin.url).protocol === 'https:'
}

const reading = new Set(['GET', 'HEAD'])

export function isRead(request: FastifyRequest): boolean {
  return reading.has(request.method)
}

function hostOf(request: FastifyRequest, hosts: readonly string[]): string {
  const host = request.headers.host?.toLowerCase() ?? ''
  // Where two names are given, a proxy in front may have used the other one.
  if (!hosts.includes(host) || namesOf(request) > 1) throw new NodeError({ code: 'bad-host' })
  return host
}

function namesOf({ raw }: FastifyRequest): number {
  return raw.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length
}

function checkSameOrigin(request: FastifyRequest, own: string): void {
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  if ((origin !== undefined && origin !== own) || (site !== undefined && site !== 'same-origin'))
    throw new NodeError({ code: 'bad-csrf' })
}

function checkNoBody(request: FastifyRequest): void {
  const length = request.headers['content-length']
  if ((length !== undefined && length !== '0') || request.headers['transfer-encoding'] !== undefined)
    throw new NodeError({ code: 'bad-input' })
}

export function setHeaders(reply: FastifyReply, secure: boolean): void {
  for (const [name, value] of strict) reply.header(name, value)
  reply.header('content-security-policy', apiPolicy())
  reply.header('cache-control', 'no-store')
  if (secure) reply.header('strict-transport-security', 'max-age=31536000')
}

export function addSecurity(app: FastifyInstance, origin: Origin): void {
  const { host: first, protocol } = new URL(origin.url)
  const hosts = [first, ...origin.hosts]
  const secure = isSecure(origin)
  app.addHook('onRequest', async (request, reply) => {
    setHeaders(reply, secure)
    try {
      const host = hostOf(request, hosts)
      if (isRead(request)) checkNoBody(request)
      else checkSameOrigin(request, `${protocol}//${host}`)
    } catch (error) {
      // None of our pages sends this, so the rest of it is not read, if it has an end at all.
      reply.header('connection', 'close')
      throw error
    }
  })
}
