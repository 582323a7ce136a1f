/**
 * Where counterparts call: a port of its own, TLS 1.3, both certificates pinned. Whoever is not a peer
 * finds a connection that closes, whatever it says and whatever it asks for.
 */
import { constants } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { createSecureContext, type SecureContext, type TLSSocket } from 'node:tls'
import { ENVELOPE_BOUNDS, GrowingBuffer } from '@counterpart/protocol'
import { pinOf } from '../keys/certificate.ts'
import { listenFailure } from '../listen-failure.ts'
import type { Node } from '../uses/relation.ts'
import { refusedThem } from '../uses/send/line.ts'
import { begin, charge, restOf } from '../uses/time-share.ts'
import { type LinkCode, LinkFailure } from '../wire/link.ts'
import { serverNameOf } from '../wire/server-name.ts'
import { answerSealed, type Peer } from './answer.ts'
import { Porch } from './porch.ts'

export interface PinnedPeer extends Peer {
  /** Our domain: with the relation it makes the name we are called by. */
  domain: string
  /** Read anew for each connection. */
  own: { key: string; certificate: string }
  /** Compared face to face: any certificate of this key is theirs. */
  theirs: { certificate: string }
  /** Told the certificate that they showed, DER. */
  shown?: (certificate: Uint8Array) => void
}

export const MOST = ENVELOPE_BOUNDS.ct + ENVELOPE_BOUNDS.enc + 1024
/** Questions of one peer that are worked on at a time. */
const AT_ONCE = 4
/** Connections of one peer; its oldest go first, for those a broken line left behind are among them. */
const CONNECTIONS = 8
/** Milliseconds in which not one byte moved, as on the other end of the line. */
const SILENCE = 60_000

export class PeerEndpoint implements AsyncDisposable {
  readonly #node: Node
  readonly #peers: readonly PinnedPeer[]
  readonly #server: Server
  readonly #pinned: ReadonlyMap<PinnedPeer, string>
  readonly #known = new WeakMap<Socket, PinnedPeer>()
  readonly #working = new Map<PinnedPeer, number>()
  readonly #connections = new Map<PinnedPeer, Set<Socket>>()
  readonly #porch = new Porch()
  /** All there are, from before their handshake on. */
  readonly #sockets = new Set<Socket>()

  constructor(node: Node, peers: readonly PinnedPeer[], silence = SILENCE) {
    this.#node = node
    this.#peers = peers
    const [first] = peers
    const contexts = new Map(
      peers.map((peer) => [serverNameOf(peer.relation.id, peer.domain), contextsOf(peer)]),
    )
    this.#pinned = new Map(peers.map((peer) => [peer, pinOf(peer.theirs.certificate)]))
    this.#server = createServer(
      {
        key: first?.own.key,
        cert: first?.own.certificate,
        minVersion: 'TLSv1.3',
        secureOptions: constants.SSL_OP_NO_TICKET,
        requestCert: true,
        // Authorities say nothing here: the pinned key is compared below.
        rejectUnauthorized: false,
        SNICallback: (name, done) => done(null, contexts.get(name)?.()),
        handshakeTimeout: 10_000,
        headersTimeout: 10_000,
        requestTimeout: 15 * 60_000,
        keepAliveTimeout: 60_000,
        maxHeaderSize: 8 * 1024,
      },
      (request, answer) => void this.#handle(request, answer),
    )
    // Behind the bounds of the porch and of each peer: the last.
    this.#server.maxConnections = 1024
    // A line that is cut without a word would hold one of the few places for a quarter of an hour.
    this.#server.setTimeout(silence)
    this.#server.prependListener('connection', (socket: Socket) => {
      this.#porch.enter(socket)
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
    this.#server.prependListener('secureConnection', (socket: TLSSocket) => this.#admit(socket))
    this.#server.on('clientError', (_, socket) => socket.destroy())
  }

  /** @throws NodeError `port-in-use`, `bad-config` */
  listen(port: number, host?: string): Promise<AddressInfo> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', (cause) => reject(listenFailure(cause, host ?? '*', port)))
      this.#server.listen(port, host, () => resolve(this.#server.address() as AddressInfo))
    })
  }

  /** The number of open connections, whoever has them. */
  get open(): number {
    return this.#sockets.size
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    // The server knows connections from their first request on. One whose handshake is done only now would be kept
    // alive and answered for as long as the counterpart asks, and the end waited for.
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #admit(socket: TLSSocket): void {
    const certificate = socket.getPeerX509Certificate()
    const pin = certificate ? pinOf(certificate.raw) : null
    const peer = this.#peers.find(
      (one) =>
        this.#pinned.get(one) === pin && serverNameOf(one.relation.id, one.domain) === socket.servername,
    )
    if (peer && certificate) {
      this.#porch.welcome(socket)
      peer.shown?.(certificate.raw)
      this.#keep(peer, socket)
    } else socket.destroy()
  }

  /** Whatever one peer does, there is room for the others. */
  #keep(peer: PinnedPeer, socket: Socket): void {
    this.#known.set(socket, peer)
    const all = this.#connections.get(peer) ?? new Set()
    this.#connections.set(peer, all.add(socket))
    socket.once('close', () => all.delete(socket))
    const [oldest] = all
    if (all.size > CONNECTIONS) oldest?.destroy()
  }

  async #handle(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const peer = this.#known.get(request.socket)
    if (!peer) {
      request.socket.destroy()
      return
    }
    const working = this.#working.get(peer) ?? 0
    try {
      if (request.method !== 'POST' || request.url !== '/peer/sync') throw new LinkFailure('not-found')
      if (working >= AT_ONCE || this.#rests(peer)) throw new LinkFailure('busy')
      this.#working.set(peer, working + 1)
      try {
        const sealed = await bodyOf(request)
        const bytes = await this.#answer(peer, sealed)
        answer.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length })
        answer.end(bytes)
      } finally {
        this.#working.set(peer, (this.#working.get(peer) ?? 1) - 1)
      }
    } catch (error) {
      refuse(answer, error instanceof LinkFailure ? error.code : 'unavailable')
    }
  }

  /** Also where it ends in a refusal: what opens nowhere has been tried. */
  async #answer(peer: PinnedPeer, sealed: Uint8Array): Promise<Uint8Array> {
    const work = begin()
    let bytes = sealed.length
    try {
      const answer = await answerSealed(this.#node, peer, sealed, work)
      bytes += answer.length
      return answer
    } finally {
      charge(peer.relation.share, bytes, work)
    }
  }

  /** Said to operators too: nobody else is told why so little comes from there. */
  #rests({ relation }: PinnedPeer): boolean {
    if (restOf(relation.share) === 0) return false
    if (refusedThem(relation.line, this.#node.clock(), 'busy'))
      this.#node.events.emit({ kind: 'line', relation: relation.id })
    return true
  }
}

/** Made anew only when our certificate is another one. */
function contextsOf(peer: PinnedPeer): () => SecureContext {
  let made: { certificate: string; context: SecureContext } | null = null
  return () => {
    const { key, certificate } = peer.own
    if (made?.certificate !== certificate) {
      // A resumed session would be accepted on the word of a ticket.
      const secureOptions = constants.SSL_OP_NO_TICKET
      const context = createSecureContext({ key, cert: certificate, minVersion: 'TLSv1.3', secureOptions })
      made = { certificate, context }
    }
    return made.context
  }
}

function refuse(answer: ServerResponse, code: LinkCode): void {
  if (answer.headersSent || answer.destroyed) return
  // What is left of a body that is too large is not read.
  answer.writeHead(409, { 'content-type': 'text/plain', 'content-length': code.length, connection: 'close' })
  answer.end(code)
}

/** @throws LinkFailure `too-large` before it holds more than a batch may have, `line-down` */
function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > MOST) {
      reject(new LinkFailure('too-large'))
      return
    }
    const body = new GrowingBuffer(MOST)
    request.on('data', (chunk: Buffer) => {
      if (body.add(chunk)) return
      request.pause()
      reject(new LinkFailure('too-large'))
    })
    request.on('error', (cause) => reject(new LinkFailure('line-down', cause)))
    request.on('close', () => reject(new LinkFailure('line-down')))
    request.on('end', () => resolve(body.bytes))
  })
}
