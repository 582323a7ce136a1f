/** A socket between a store and its database that can break at a commit, before or after it took place, or fall silent. */
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export class Cut {
  readonly folder: string
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #next: 'lost' | 'kept' | null = null

  private constructor(folder: string, server: Server) {
    this.folder = folder
    this.#server = server
  }

  static async before(socketFolder: string): Promise<Cut> {
    const folder = await mkdtemp(join(tmpdir(), 'cut-'))
    const server = createServer()
    const cut = new Cut(folder, server)
    server.on('connection', (near) => cut.#join(near, connect(join(socketFolder, '.s.PGSQL.5432'))))
    await new Promise<void>((done) => server.listen(join(folder, '.s.PGSQL.5432'), done))
    return cut
  }

  breakCommit(how: 'lost' | 'kept'): void {
    this.#next = how
  }

  /** What is joined now stays open, and nothing that is said in it arrives any more. */
  hang(): void {
    for (const socket of this.#sockets) socket.pause()
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((done) => this.#server.close(done))
    await rm(this.folder, { recursive: true, force: true })
  }

  #join(near: Socket, far: Socket): void {
    let waiting = false
    const end = () => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) {
      this.#sockets.add(socket)
      socket.on('error', end)
      socket.on('close', end)
    }
    near.on('data', (chunk) => {
      const how = chunk.includes('commit\0') ? this.#next : null
      if (how !== null) this.#next = null
      if (how === 'lost') return end()
      waiting = how === 'kept'
      far.write(chunk)
    })
    far.on('data', (chunk) => {
      if (waiting && chunk.includes('COMMIT\0')) return end()
      near.write(chunk)
    })
  }
}
