/** Connections to one database: first as its owner to check and migrate it, then as the application role. */
import { createHmac } from 'node:crypto'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { NodeError } from '../../errors.ts'
import { migrations } from '../migrations/all.ts'
import type { Migration } from '../migrations/migration.ts'
import { failureOf } from './failure.ts'
import { APPLICATION_ROLE, checkServer, joinRole, migrate } from './migrate.ts'
import type { Pools } from './postgres-store.ts'
import type { Tables } from './tables.ts'
import { checkFinished } from './unfinished.ts'
import { types } from './values.ts'

interface DatabaseOptions {
  /** A URL, or what the embedded server is reached by. */
  connection: string | { host: string; port: number; user: string; password: string; database: string }
  /** For tests of versions. */
  migrations?: readonly Migration[]
}

export class Database {
  readonly pools: Pools
  readonly tables: Kysely<Tables>

  constructor(pools: Pools) {
    this.pools = pools
    this.tables = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: pools.general }) })
  }

  /** Asks again whether the server syncs and takes writes: it may have been told otherwise since. */
  async check(within?: number): Promise<void> {
    const client = await this.pools.general.connect().catch((error: unknown) => {
      throw failureOf(error)
    })
    try {
      await checkServer(client, within)
    } catch (error) {
      // Whatever was wrong, the next question is put to a server that is asked for anew.
      client.release(true)
      throw failureOf(error)
    }
    client.release()
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.pools.general.end(), this.pools.locking.end()])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const config = configOf(options.connection)
  const user = await asOwner(config, options)
  const application: pg.PoolConfig = {
    ...config,
    ...user,
    // Set at the start of a connection, so that `reset role` leads back to it and not to the owner.
    options: [
      config.options,
      `-c role=${APPLICATION_ROLE}`,
      '-c synchronous_commit=on',
      // Every list has an index in its order. A planner that has not looked at a table since it grew gathers
      // all of it in a bitmap and sorts that for one page; one that saw it empty keeps the plan of reading all of it.
      '-c enable_bitmapscan=off',
      '-c enable_seqscan=off',
      '-c lock_timeout=60s',
      '-c idle_in_transaction_session_timeout=120s',
    ]
      .filter((option) => option !== undefined)
      .join(' '),
    application_name: 'counterpart',
    pipeline: true,
    allowExitOnIdle: true,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 30_000,
  }
  const pools = {
    general: new pg.Pool({ ...application, max: 10 }),
    locking: new pg.Pool({ ...application, max: 10 }),
  }
  for (const pool of [pools.general, pools.locking]) {
    pool.on('error', () => undefined)
    // A connection that breaks while it is lent says so to whoever waits on it, and beside that to its listeners:
    // without one, in the moment between two statements, the whole process would end.
    pool.on('connect', (client) => client.on('error', () => undefined))
  }
  const database = new Database(pools)
  try {
    await database.check()
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

/** What the application role signs in with; nothing when it is the owner's user who takes the role on. */
async function asOwner(config: pg.ClientConfig, options: DatabaseOptions): Promise<pg.ClientConfig> {
  const client = new pg.Client({ ...config, application_name: 'counterpart owner' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await checkServer(client)
    // Before its form is changed: what is brought back has one of its own.
    await checkFinished(client)
    await migrate(client, options.migrations ?? migrations)
    if (typeof options.connection === 'string') {
      await joinRole(client)
      return {}
    }
    // A server of our own: the role signs in by itself and has no way back to the owner.
    const password = createHmac('sha256', options.connection.password)
      .update(`${APPLICATION_ROLE} v1`)
      .digest('base64url')
    await client.query(`alter role ${APPLICATION_ROLE} login password '${password}'`)
    return { user: APPLICATION_ROLE, password }
  } catch (error) {
    throw failureOf(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** How a driver reaches it. @throws NodeError `bad-config` */
export function configOf(connection: DatabaseOptions['connection']): pg.ClientConfig {
  if (typeof connection !== 'string') return { ...connection, types }
  if (!/^postgres(ql)?:\/\//.test(connection)) {
    throw new NodeError({ code: 'bad-config', message: 'DATABASE_URL is no postgres:// URL' })
  }
  const options = URL.canParse(connection) ? new URL(connection).searchParams.get('options') : null
  return { connectionString: connection, types, ...(options === null ? {} : { options }) }
}
