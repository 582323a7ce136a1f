/** The real link: pinned mutual TLS 1.3 to the one address that was agreed. No other is ever fetched. */
import { Agent, request } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { ENVELOPE_BOUNDS, GrowingBuffer } from '@counterpart/protocol'
import { pinOf } from '../keys/certificate.ts'
import { type Link, LinkFailure, refusalSaid } from '../wire/link.ts'
import { serverNameOf } from '../wire/server-name.ts'
import { certificateError, faultOf } from './line-fault.ts'

export interface TlsLinkOptions {
  /** `https://host:port`, from the counterpart's bundle. */
  url: string
  relation: string
  domain: string
  /** Ours for this relation, PEM; read anew for each connection. */
  own: { key: string; certificate: string }
  /** Compared face to face: any certificate of this key is theirs. */
  theirs: { certificate: string }
  /** Told the certificate that they showed, DER. */
  shown?: (certificate: Uint8Array) => void
  /** Where the address leads, when names are not to be looked up: devnet, tests. */
  connectTo?: { host: string; port: number }
}

/** Milliseconds in which not one byte moved. With the pause before it, it is shown within a minute. */
const SILENCE = 40_000
/** Until both have shown their certificates, milliseconds: what is sent into nowhere is not waited for as the system would. */
const HANDSHAKE = 30_000
const MOST = ENVELOPE_BOUNDS.ct + ENVELOPE_BOUNDS.enc + 1024

class PinnedAgent extends Agent {
  readonly #options: TlsLinkOptions
  readonly #pin: string

  constructor(options: TlsLinkOptions) {
    super({
      keepAlive: true,
      maxSockets: 2,
      minVersion: 'TLSv1.3',
      servername: serverNameOf(options.relation, options.domain),
      // Authorities and names say nothing here, and a session of before would be taken on its word: the key decides.
      rejectUnauthorized: false,
      maxCachedSessions: 0,
    })
    this.#options = options
    this.#pin = pinOf(options.theirs.certificate)
  }

  override createConnection(...[options, done]: Parameters<Agent['createConnection']>) {
    const { key, certificate: cert } = this.#options.own
    const socket = super.createConnection({ ...options, key, cert }, done) as TLSSocket
    // The first to hear of it, at the place where Node itself would refuse: nothing was written yet.
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate()
      const error = certificateError(certificate, this.#pin, Date.now())
      if (error) socket.destroy(error)
      else if (certificate) this.#options.shown?.(certificate.raw)
    })
    return socket
  }
}

export class TlsLink implements Link, Disposable {
  readonly #options: TlsLinkOptions
  readonly #agent: Agent

  constructor(options: TlsLinkOptions) {
    this.#options = options
    this.#agent = new PinnedAgent(options)
  }

  exchange(sealed: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    const { url, connectTo } = this.#options
    const { hostname, port } = new URL(url)
    return new Promise((resolve, reject) => {
      const fail = (cause: unknown) =>
        reject(cause instanceof LinkFailure ? cause : new LinkFailure(faultOf(cause), cause))
      const unanswered = () => fail(refusalSaid(''))
      const asking = request(
        {
          agent: this.#agent,
          method: 'POST',
          path: '/peer/sync',
          host: connectTo?.host ?? hostname,
          port: connectTo?.port ?? (port === '' ? 443 : Number(port)),
          headers: { 'content-type': 'application/octet-stream', 'content-length': sealed.length },
          signal,
        },
        (answer) => {
          asking.off('close', unanswered)
          const body = new GrowingBuffer(MOST)
          answer.on('error', fail)
          answer.on('data', (chunk: Buffer) => {
            if (!body.add(chunk)) answer.destroy(new LinkFailure('too-large'))
          })
          answer.on('end', () => {
            if (answer.statusCode === 200) resolve(body.bytes)
            else fail(refusalSaid(Buffer.from(body.bytes).toString('latin1')))
          })
        },
      )
      asking.on('error', fail)
      // An answer that switches to another protocol is none; without this nothing would be told of it, ever.
      asking.on('upgrade', (_answer, socket) => socket.destroy())
      asking.on('close', unanswered)
      // A slow line moves all the while; one on which nothing does is down.
      asking.setTimeout(SILENCE, () => asking.destroy(new LinkFailure('line-timeout')))
      asking.on('socket', (socket) => {
        if (asking.reusedSocket) return
        const shaking = setTimeout(() => asking.destroy(new LinkFailure('line-timeout')), HANDSHAKE)
        for (const end of ['secureConnect', 'close'] as const) socket.once(end, () => clearTimeout(shaking))
      })
      asking.end(sealed)
    })
  }

  [Symbol.dispose](): void {
    this.#agent.destroy()
  }
}
