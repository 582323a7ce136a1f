/**
 * A queue of one owner: NATS JetStream, each publish acknowledged after it was synced to disk. No signature, no
 * sealing, and no receipt by anybody else. Its protocol is lines of text, spoken here as they are.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type Socket, connect as tcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { inTurns, type Timed } from './measure.ts'
import { freePort, run } from './programs.ts'

export interface Nats {
  version: string
  /** Whether what is acknowledged is on disk. */
  synced: boolean
  one: Timed
  many: Timed
}

const SERVERS = ['/usr/sbin/nats-server', '/usr/bin/nats-server']
/** The first that can sync before it acknowledges; those before it sync every two minutes. */
const SYNCS_SINCE = 2010

/** A text for what is not there. */
export async function measureNats(bytes: number, count: number, atOnce: number): Promise<Nats | string> {
  const program = SERVERS.find((place) => existsSync(place))
  if (program === undefined) return 'not installed'
  const version = /v([0-9.]+)/.exec(await run(program, ['--version']))?.[1] ?? '0.0'
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const synced = major * 1000 + minor >= SYNCS_SINCE
  const folder = await mkdtemp(join(tmpdir(), 'nats-'))
  const port = await freePort()
  await writeFile(
    join(folder, 'conf'),
    `host: 127.0.0.1\nport: ${port}\njetstream { store_dir: "${folder}"\n${synced ? 'sync_interval: always' : ''} }\n`,
  )
  const server = spawn(program, ['-c', join(folder, 'conf')], { stdio: 'ignore' })
  try {
    const connection = await connect(port)
    await connection.ask('$JS.API.STREAM.CREATE.acts', '{"name":"acts","subjects":["acts"],"storage":"file"}')
    const publish = async () => {
      const said = await connection.ask('acts', randomBytes(Math.ceil(bytes / 2)).toString('hex'))
      if (!said.includes('"seq"')) throw new Error(`the queue said ${said}`)
    }
    await inTurns(20, atOnce, publish)
    const one = await inTurns(count, 1, publish)
    const many = await inTurns(count * 4, atOnce, publish)
    connection.end()
    return { version, synced, one, many }
  } catch (error) {
    return `${version} installed, and did not run: ${error instanceof Error ? error.message : error}`
  } finally {
    await ended(server)
    await rm(folder, { recursive: true, force: true })
  }
}

interface Connection {
  /** Resolves with the answer. */
  ask(subject: string, text: string): Promise<string>
  end(): void
}

async function connect(port: number): Promise<Connection> {
  const socket = await opened(port)
  const waiting = new Map<string, (text: string) => void>()
  let held = ''
  let asked = 0
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    held += chunk
    for (;;) {
      const end = held.indexOf('\r\n')
      if (end < 0) return
      const line = held.slice(0, end)
      const message = /^MSG _INBOX\.(\S+) +\S+ +(?:\S+ +)?([0-9]+)$/.exec(line)
      const size = message ? Number(message[2]) + 2 : 0
      if (held.length < end + 2 + size) return
      if (message) waiting.get(message[1] ?? '')?.(held.slice(end + 2, end + size))
      else if (line === 'PING') socket.write('PONG\r\n')
      held = held.slice(end + 2 + size)
    }
  })
  socket.write('CONNECT {"verbose":false}\r\nSUB _INBOX.* 1\r\n')
  return {
    ask: (subject, text) =>
      new Promise((resolve) => {
        const name = String(++asked)
        waiting.set(name, (answer) => {
          waiting.delete(name)
          resolve(answer)
        })
        socket.write(`PUB ${subject} _INBOX.${name} ${text.length}\r\n${text}\r\n`)
      }),
    end: () => socket.destroy(),
  }
}

async function opened(port: number): Promise<Socket> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = tcp(port, '127.0.0.1')
    const good = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    if (good) return socket
    await pause(100)
  }
  throw new Error('it does not answer')
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const gone = new Promise((resolve) => server.once('exit', resolve))
  server.kill()
  await gone
}
