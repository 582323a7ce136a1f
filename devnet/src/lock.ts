/**
 * A lock that goes with its holder, however that ends: a socket somebody listens on. A file with a process
 * id would outlive a kill and could name a stranger later.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export interface Lock extends AsyncDisposable {
  release(): Promise<void>
}

/** A socket's path must fit into 107 bytes on Linux, 103 on macOS. */
const MOST_PATH = 103

/**
 * @returns `null` when somebody else still holds it after `patience` milliseconds
 * @throws the error of the file system when nobody could know, such as `EACCES`
 */
export async function hold(file: string, patience: number): Promise<Lock | null> {
  const path = placeOf(file)
  const until = performance.now() + patience
  for (;;) {
    const lock = (await listen(path)) ?? (await takeOver(path))
    if (lock) return lock
    if (performance.now() >= until) return null
    await pause(100)
  }
}

/** Somebody who was killed in the middle of it left it for longer than it takes. */
const STALE_MS = 5000

/**
 * Puts ours where a dead one lies, one at a time: who only looked and then took away would take away the
 * living lock of whoever did both in between.
 */
async function takeOver(path: string): Promise<Lock | null> {
  const turn = `${path}.turn`
  if (!hasTurn(turn)) return null
  try {
    if (!(await isDead(path))) return null
    rmSync(path, { force: true })
    return await listen(path)
  } finally {
    rmSync(turn, { recursive: true, force: true })
  }
}

function hasTurn(turn: string): boolean {
  const since = statSync(turn, { throwIfNoEntry: false })?.mtimeMs
  if (since !== undefined && Date.now() - since > STALE_MS) rmSync(turn, { recursive: true, force: true })
  try {
    mkdirSync(turn)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
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
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => {
      socket.destroy()
      resolve(false)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // Whose it is may not be asked, and is not known: that is no lock of a living one.
      if (error.code === 'EACCES' || error.code === 'EPERM') reject(error)
      else resolve(error.code === 'ECONNREFUSED' || error.code === 'ENOENT')
    })
  })
}
