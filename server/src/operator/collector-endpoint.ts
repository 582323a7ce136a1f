/** Where a collector on this machine that knows no sockets reads metrics and health: loopback, and nowhere else. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listenFailure } from '../listen-failure.ts'
import type { Watched } from './watched.ts'

const HOST = '127.0.0.1'
/** A page in a browser on this machine reaches the port by a name of its own that leads here: it reads nothing. */
const NAMES: readonly string[] = [HOST, 'localhost']

export class CollectorEndpoint implements AsyncDisposable {
  readonly address: AddressInfo
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
    this.address = server.address() as AddressInfo
  }

  /** @throws NodeError `port-in-use`, `bad-config` */
  static async listen(watched: Watched, port: number): Promise<CollectorEndpoint> {
    const server = createServer((request, response) => {
      const [name = ''] = (request.headers.host ?? '').split(':')
      if (!NAMES.includes(name)) return void response.writeHead(403).end()
      watched(request, response).then(
        (known) => {
          if (!known) response.writeHead(404).end()
        },
        // What is wrong stands in the log and in the health of the node; here is no place for it.
        () => void (response.headersSent ? response.destroy() : response.writeHead(500).end()),
      )
      return undefined
    })
    await new Promise<void>((done, failed) => {
      server.once('error', failed)
      server.listen(port, HOST, done)
    }).catch((cause: unknown) => {
      throw listenFailure(cause, HOST, port)
    })
    return new CollectorEndpoint(server)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((done) => this.#server.close(done))
  }
}
