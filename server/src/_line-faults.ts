/** Ways between two nodes that are broken in one particular way each, and what stands there instead of a node. */
import { createServer as createHttpServer } from 'node:http'
import { createServer as createTlsServer, request } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { decodeEnvelope, encodeEnvelope } from '@counterpart/protocol'
import { type Certificate, newCertificate } from './keys/certificate.ts'
import type { RelationOptions } from './node.ts'
import { TlsLink } from './outbound/tls-link.ts'
import type { Link } from './wire/link.ts'
import { serverNameOf } from './wire/server-name.ts'

/** A link that can be another one from one message to the next. */
export interface SwitchedLink {
  link: Link
  /** What the node itself would use. */
  real(): RelationOptions
  to(link: Link): void
  mend(): void
}

export function switchedLink(): SwitchedLink & { make(options: RelationOptions): Link } {
  let options: RelationOptions | null = null
  let now: Link | null = null
  const real = () => {
    if (!options) throw new Error('the node is not started')
    return options
  }
  const switched = {
    link: { exchange: (sealed, signal) => (now ?? linkTo(real())).exchange(sealed, signal) } satisfies Link,
    real,
    to: (link: Link) => {
      now = link
    },
    mend: () => {
      now = linkTo(real())
    },
    make: (given: RelationOptions) => {
      options = given
      now = linkTo(given)
      return switched.link
    },
  }
  return switched
}

interface Otherwise {
  at?: { host: string; port: number }
  /** Ours. */
  shown?: Certificate
  /** Theirs, as we pinned it. */
  pinned?: Certificate
}

export function linkTo(
  { keys, counterpart }: RelationOptions,
  { at, shown, pinned }: Otherwise = {},
): TlsLink {
  return new TlsLink({
    url: counterpart.url,
    relation: keys.relation,
    domain: counterpart.domain,
    own: shown ?? keys.tls,
    theirs: pinned ?? counterpart.tls,
    ...(at ? { connectTo: at } : {}),
  })
}

/** What was sent arrives changed. */
export function changing(link: Link, change: (sealed: Uint8Array) => Uint8Array): Link {
  return { exchange: (sealed, signal) => link.exchange(change(sealed), signal) }
}

export function toAnotherKey(sealed: Uint8Array): Uint8Array {
  return encodeEnvelope({ ...decodeEnvelope(sealed), keyId: '0123456789abcdef' })
}

export function flipped(sealed: Uint8Array): Uint8Array {
  return sealed.with(sealed.length - 1, (sealed.at(-1) ?? 0) ^ 1)
}

const DAY = 24 * 3600
const now = () => Math.floor(Date.now() / 1000)

export const certificate = {
  other: () => newCertificate('other.test', now()),
  expired: () => newCertificate('old.test', now() - 4000 * DAY),
  early: () => newCertificate('early.test', now() + 2 * DAY),
} as const

/** Stands where a node should, for as long as the stack lasts. */
export async function standIn(
  stack: AsyncDisposableStack,
  what: 'silent' | 'http' | { shows: Certificate; says?: string },
): Promise<{ host: string; port: number }> {
  const server: Server =
    what === 'silent'
      ? createTcpServer(() => undefined)
      : what === 'http'
        ? createHttpServer((_, answer) => answer.end())
        : createTlsServer({ key: what.shows.key, cert: what.shows.certificate }, (asking, answer) => {
            asking.resume()
            answer.writeHead(409).end(what.says ?? '')
          })
  const sockets = new Set<{ destroy(): void }>()
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  stack.defer(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
}

/** Keeps a node busy: as many questions as it works on at a time, none of which ends. */
export async function occupied(
  stack: AsyncDisposableStack,
  { keys, counterpart }: RelationOptions,
): Promise<void> {
  const { hostname: host, port } = new URL(counterpart.url)
  const one = () =>
    new Promise<void>((done, failed) => {
      const asking = request({
        method: 'POST',
        path: '/peer/sync',
        host,
        port,
        agent: false,
        key: keys.tls.key,
        cert: keys.tls.certificate,
        rejectUnauthorized: false,
        servername: serverNameOf(keys.relation, counterpart.domain),
        headers: { 'content-length': 1000 },
      })
      asking.on('error', failed)
      asking.on('socket', (socket) => socket.once('secureConnect', () => asking.write('x', () => done())))
      stack.defer(() => void asking.on('error', () => undefined).destroy())
    })
  await Promise.all(Array.from({ length: 4 }, one))
}
