/**
 * A lock that goes with its holder, however that ends: a socket somebody listens on. A file with a process
 * id would outlive a kill and could name a stranger later.
 */
import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export interface Lock extends AsyncDisposable {
  release(): Promise<void>
}

/** A socket's path must fit into 107 bytes on Linux, 103 on macOS. */
const MOST_PATH = 103

/** @returns `null` when somebody else still holds it after `patience` milliseconds */
export async function hold(file: string, patience: number): Promise<Lock | null> {
  const path = placeOf(file)
  const until = performance.now() + patience
  for (;;) {
    const lock = await listen(path)
    if (lock) return lock
    if (await isDead(path)) rmSync(path, { force: true })
    else if (performance.now() >= until) return null
    else await pause(100)
  }
}

function placeOf(file: string): string {
  if (Buffer.byteLength(file) <= MOST_PATH) return file
  return join(tmpdir(), `counterpart-${createHash('sha256').update(file).digest('hex').slice(0, 16)}.lock`)
}

function listen(path: string): Promise<Lock | null> {
  const server = createServer((socket) => socket.destroy())
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null)
      else reject(error)
    })
    server.listen(path, () => {
      // A lock alone is no reason to live on.
      server.unref()
      const release = () => new Promise<void>((done) => server.close(() => done()))
      resolve({ release, [Symbol.asyncDispose]: release })
    })
  })
}

function isDead(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy()
      resolve(false)
    })
    socket.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' || error.code === 'ENOENT'),
    )
  })
}
