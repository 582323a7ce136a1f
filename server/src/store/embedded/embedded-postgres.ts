/**
 * The real PostgreSQL that comes with the npm package: made, started, found again and ended by the node.
 * It listens on a Unix socket that only its user may open, and asks for a password all the same.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, open, readFile, stat, truncate } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { NodeError } from '../../errors.ts'
import { type Guard, guard } from '../postgres/guard.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { DATABASE, makeCluster, OWNER, settings } from './cluster.ts'
import { failureIn, failureOf } from './failure.ts'
import { endServer, findRunning, isAlive, type Running } from './orphan.ts'
import { findPlace, type Place, secretFile } from './place.ts'
import { ended, surroundings } from './program.ts'
import { isFull, type Room, roomOn } from './room.ts'

interface EmbeddedOptions {
  /** The node's data folder; the database goes into `database` in it. */
  directory: string
  /** For clusters and programs when the server's user may not enter the node's folder. */
  shared?: string
  /** The server ended although nobody asked it to; the node has to stop. */
  onLost?: (error: NodeError) => void
}

export interface Connection {
  host: string
  port: number
  user: string
  password: string
  database: string
}

const SHARED = '/var/lib/counterpart'
const MOST_LOG = 1_000_000
const LEAST_TO_SAY = 64 * 1024
/** Recovery after a power cut may take its time, as long as the server lives. */
const START_PATIENCE = 300_000

export class EmbeddedPostgres {
  readonly connection: Connection
  /** Whether the server of an earlier node was found alive and taken over. */
  readonly adopted: boolean
  readonly pid: number
  /** Where it lies. */
  readonly folder: string
  /** To be asked before every write. */
  readonly room: Room
  readonly #guard: Guard
  readonly #watch: ChildProcess | null
  readonly #onExit: () => void
  #stopping = false

  /** `said`: bytes of its log from when it was not ready yet. */
  constructor(server: Server, held: Guard, place: Place, said: number, onLost: (error: NodeError) => void) {
    this.connection = server.connection
    this.adopted = server.child === null
    this.pid = server.pid
    this.folder = place.cluster
    this.room = roomOn(place.cluster)
    this.#guard = held
    this.#watch = watchOver(server.pid, place)
    this.#onExit = () => this.#end()
    process.once('exit', this.#onExit)
    held.onLost(() => {
      if (this.#stopping) return
      this.#stopping = true
      whyEnded(place, 'the database server ended', said).then(onLost)
    })
  }

  /** Ends the server: everything is written out. Safe to call again. */
  async stop(): Promise<void> {
    process.off('exit', this.#onExit)
    if (this.#stopping && !isAlive(this.pid)) return
    this.#stopping = true
    this.#watch?.kill('SIGKILL')
    // Not awaited: its socket keeps no process alive, and the server closes it anyway.
    void this.#guard.end()
    await endServer(this.pid)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  /** The process ends without `stop`: nothing can be awaited any more. */
  #end(): void {
    try {
      process.kill(this.pid, 'SIGINT')
    } catch {
      // It is gone already.
    }
  }
}

interface Server {
  pid: number
  child: ChildProcess | null
  connection: Connection
}

export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const shared = options.shared ?? SHARED
  const place = await findPlace(resolve(options.directory), shared)
  const binaries = await findBinaries(place.user, shared)
  const password = await secretFile(join(place.own, 'password'), () =>
    randomBytes(24).toString('base64url'),
  ).catch((cause: unknown) => {
    throw failureOf(cause, 'writing the password of the database')
  })
  await makeCluster(place, binaries, password)
  const server = (await takeOver(place, binaries, password)) ?? (await start(place, binaries, password))
  try {
    const held = await guard(server.connection)
    const { size } = await stat(place.log).catch(() => ({ size: 0 }))
    return new EmbeddedPostgres(server, held, place, size, options.onLost ?? (() => undefined))
  } catch (error) {
    if (server.child !== null) await endServer(server.pid).catch(() => undefined)
    throw error
  }
}

/** How the server that runs for this folder is reached; `null` where none runs. It is neither started nor taken over. */
export async function reachRunning(directory: string, shared: string = SHARED): Promise<Connection | null> {
  const place = await findPlace(resolve(directory), shared)
  const running = await findRunning(place.cluster)
  if (running === null) return null
  const password = await readFile(join(place.own, 'password'), 'utf8').catch((cause: unknown) => {
    throw failureOf(cause, 'reading the password of the database')
  })
  return connectionTo(running, password.trimEnd())
}

/** An orphan that answers as this cluster in this version is taken over; any other is ended. */
async function takeOver(place: Place, binaries: Binaries, password: string): Promise<Server | null> {
  const running = await findRunning(place.cluster)
  if (running === null) return null
  const connection = connectionTo(running, password)
  const major = await answers(connection, () => isAlive(running.pid), 10_000).catch(() => null)
  if (major === binaries.major && running.socket === place.socket) {
    return { pid: running.pid, child: null, connection }
  }
  if (major !== null) await (await guard(connection)).end()
  await endServer(running.pid)
  return null
}

async function start(place: Place, binaries: Binaries, password: string): Promise<Server> {
  const child = await spawnServer(place, binaries)
  const connection = connectionTo({ socket: place.socket, port: 5432 }, password)
  const pid = child.pid
  if (pid === undefined)
    throw new NodeError({ code: 'database-unreachable', message: 'PostgreSQL does not start' })
  const alive = () => child.exitCode === null && child.signalCode === null
  try {
    await answers(connection, alive, START_PATIENCE)
  } catch (error) {
    // Asked before it is ended: what it wrote when we ended it is no reason.
    const endedItself = !alive()
    if (!(await ended(child, 0))) await endServer(pid).catch(() => undefined)
    throw endedItself ? await whyEnded(place, 'starting the database') : error
  }
  return { pid, child, connection }
}

async function spawnServer(place: Place, binaries: Binaries): Promise<ChildProcess> {
  try {
    const logged = await stat(place.log).catch(() => null)
    if (logged !== null && logged.size > MOST_LOG) await truncate(place.log)
    const log = await open(place.log, 'a', 0o600)
    try {
      if (place.user !== null) await chown(place.log, place.user.uid, place.user.gid)
      await log.writeFile('--- start\n')
      return await new Promise((done, failed) => {
        const child = spawn(binaries.postgres, ['-D', place.cluster, ...settings(place.socket)], {
          ...surroundings(place.user, true),
          stdio: ['ignore', log.fd, log.fd],
        })
        child.once('error', failed)
        child.once('spawn', () => {
          child.unref()
          done(child)
        })
      })
    } finally {
      await log.close()
    }
  } catch (cause) {
    throw failureOf(cause, 'starting the database')
  }
}

/** On a full disk it may not have been able to say so, and with a broken one its last words are of a start that went well. */
async function whyEnded(place: Place, doing: string, from = 0): Promise<NodeError> {
  if (await isFull(place.cluster, LEAST_TO_SAY)) return failureIn('No space left on device', doing)
  return failureIn(await tailOf(place.log, from), doing)
}

/** What the server wrote since it was last started, and behind the first `from` bytes. */
async function tailOf(log: string, from: number): Promise<string> {
  const bytes = await readFile(log).catch(() => Buffer.alloc(0))
  const text = bytes.subarray(from).toString()
  return text.slice(Math.max(0, text.lastIndexOf('--- start\n'))).slice(-8192)
}

function connectionTo(running: Pick<Running, 'socket' | 'port'>, password: string): Connection {
  return { host: running.socket, port: running.port, user: OWNER, password, database: DATABASE }
}

/** Waits until it takes connections; its major version. */
async function answers(connection: Connection, alive: () => boolean, patience: number): Promise<number> {
  const until = performance.now() + patience
  for (;;) {
    const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      const { rows } = await client.query<{ version: string }>(
        "select current_setting('server_version_num') as version",
      )
      return Math.floor(Number(rows[0]?.version) / 10_000)
    } catch (cause) {
      // It answers, and will not answer otherwise however long it is asked.
      if (cause instanceof Error && 'code' in cause && cause.code === '28P01') {
        throw new NodeError({ code: 'key-wrong', message: 'the stored password is not that of the database' })
      }
      if (!alive() || performance.now() > until) {
        throw new NodeError({ code: 'database-unreachable', message: 'PostgreSQL does not answer', cause })
      }
      await pause(20)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}

/** Ends the server when this process ends in any way, also by kill -9: then the pipe to the shell breaks. */
function watchOver(pid: number, place: Place): ChildProcess | null {
  if (process.platform === 'win32') return null
  const watch = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$1"', 'sh', String(pid)], {
    ...surroundings(place.user, true),
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watch.on('error', () => undefined)
  watch.stdin?.on('error', () => undefined)
  watch.unref()
  if (watch.stdin !== null && 'unref' in watch.stdin && typeof watch.stdin.unref === 'function')
    watch.stdin.unref()
  return watch
}
