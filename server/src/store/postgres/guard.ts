/**
 * One node to a database: whoever holds this lock is alive. Held by a connection of its own for the node's
 * life, and looked at as the database itself: when it breaks, another node may have the lock already.
 */
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { NodeError } from '../../errors.ts'
import { failureOf } from './failure.ts'

/** A killed node's lock goes with its connection, which may take a moment. */
const PATIENCE_MS = 5000
const AGAIN_MS = 100

export class Guard {
  readonly #client: pg.Client
  #lost: ((error: NodeError) => void) | null = null
  #gone = false
  #ending = false

  constructor(client: pg.Client) {
    this.#client = client
    const gone = () => {
      this.#gone = true
      this.#tell()
    }
    client.on('error', gone)
    client.on('end', gone)
  }

  /** Told once when the connection broke although nobody ended it, also when it had broken before. */
  onLost(told: (error: NodeError) => void): void {
    this.#lost = told
    this.#tell()
  }

  /** Lets another node have the database. */
  async end(): Promise<void> {
    this.#ending = true
    // Waited for: a process that has nothing else to do would end in the middle of it.
    alive(this.#client, 'ref')
    await this.#client.end().catch(() => undefined)
  }

  #tell(): void {
    const told = this.#lost
    if (!this.#gone || this.#ending || told === null) return
    this.#ending = true
    told(
      new NodeError({
        code: 'database-unreachable',
        message: 'the connection that keeps the database for this node broke',
      }),
    )
  }
}

/** @throws NodeError `database-in-use`, and what else keeps from the database */
export async function guard(config: pg.ClientConfig): Promise<Guard> {
  const client = new pg.Client({ ...config, application_name: 'counterpart guard', keepAlive: true })
  client.on('error', () => undefined)
  try {
    await client.connect()
    // A node whose machine lost its power says no goodbye: the server has to notice by itself, and soon.
    await client.query('set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5')
    await client.query('set tcp_keepalives_count = 3')
    // PostgreSQL 13 does not know it, and is told to be too old by what comes next.
    await client.query(
      "select set_config(name, '0', false) from pg_settings where name = 'idle_session_timeout'",
    )
    const until = performance.now() + PATIENCE_MS
    while (!(await locked(client))) {
      if (performance.now() > until)
        throw new NodeError({ code: 'database-in-use', message: 'another node runs on this database' })
      await pause(AGAIN_MS)
    }
    alive(client, 'unref')
    return new Guard(client)
  } catch (error) {
    await client.end().catch(() => undefined)
    throw failureOf(error)
  }
}

/** The first of our advisory locks; the second is that of migrations. */
async function locked(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock(7165124, 1) as got')
  return rows[0]?.got === true
}

/** An idle connection must not keep a process alive that has nothing else to do. The types of the driver say nothing of it. */
function alive(client: pg.Client, how: 'ref' | 'unref'): void {
  const socket = client as unknown as Record<'ref' | 'unref', () => void>
  socket[how]()
}
