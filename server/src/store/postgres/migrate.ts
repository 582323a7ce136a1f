/** Brings a database to this version's form, as its owner, before anything else touches it. */
import type pg from 'pg'
import { NodeError } from '../../errors.ts'
import type { Migration } from '../migrations/migration.ts'
import { failureOf } from './failure.ts'

/** The role the node works as: it cannot change what only grows. */
export const APPLICATION_ROLE = 'counterpart_app'

const LOWEST_VERSION = 150_000

interface Server {
  number: number
  text: string
  fsync: string
  full: string
  commit: string
  readonly: string
}

/** Milliseconds for a server to say what it is. */
const ANSWERS_WITHIN = 30_000

/**
 * Refuses a server that is too old, or that would say *on disk* of what is not, or that takes nothing. One that says
 * nothing loses the connection: else each question would keep one, until there is none left to ask with.
 */
export async function checkServer(client: pg.ClientBase, within = ANSWERS_WITHIN): Promise<void> {
  const text = `select
    current_setting('server_version_num')::integer as number, version() as text,
    current_setting('fsync') as fsync, current_setting('full_page_writes') as full,
    current_setting('synchronous_commit') as commit, current_setting('transaction_read_only') as readonly`
  const question: pg.QueryConfig & Pick<pg.ClientConfig, 'query_timeout'> = { text, query_timeout: within }
  const { rows } = await client.query<Server>(question)
  const server = rows[0]
  if (server === undefined) throw new NodeError({ code: 'database-unreachable', message: 'no answer' })
  // It says that it syncs and does not: its file system in WebAssembly has no such call.
  if (/pglite|emscripten|\bemcc\b|wasm/i.test(server.text)) {
    throw new NodeError({ code: 'database-not-durable', message: 'PGlite never syncs to disk' })
  }
  if (server.number < LOWEST_VERSION) {
    throw new NodeError({ code: 'database-too-old', message: 'PostgreSQL 15 or later is needed' })
  }
  // A standby says so too. One that only reads would be found at the next act, and be well until then.
  if (server.readonly === 'on') {
    throw new NodeError({
      code: 'database-denied',
      message: 'the database takes no writes: it is a standby, or was set to be read only',
    })
  }
  const off = [
    server.fsync === 'on' ? '' : 'fsync',
    server.full === 'on' ? '' : 'full_page_writes',
    server.commit === 'off' ? 'synchronous_commit' : '',
  ].filter((name) => name !== '')
  if (off.length > 0) {
    throw new NodeError({
      code: 'database-not-durable',
      message: `the database has switched off ${off.join(', ')}`,
    })
  }
}

/** Runs what is due, all or nothing. Throws `database-newer` when a newer node has been here. */
export async function migrate(client: pg.ClientBase, migrations: readonly Migration[]): Promise<void> {
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock(7165124, 2)')
    const at = await versionOf(client)
    const newest = migrations.at(-1)?.version ?? 0
    if (at > newest) {
      throw new NodeError({
        code: 'database-newer',
        message: `the database has form ${at}, this node knows ${newest}: start a newer node`,
      })
    }
    if (at === 0) await prepare(client)
    for (const { version, name, up } of migrations) {
      if (version <= at) continue
      await client.query(up)
      await client.query('insert into counterpart.migration (version, name) values ($1, $2)', [version, name])
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw failureOf(error)
  }
}

/** 0 for a database in which no node has been. */
async function versionOf(client: pg.ClientBase): Promise<number> {
  const there = await client.query<{ there: boolean }>(
    "select to_regclass('counterpart.migration') is not null as there",
  )
  if (there.rows[0]?.there !== true) return 0
  const { rows } = await client.query<{ version: number | null }>(
    'select max(version) as version from counterpart.migration',
  )
  return rows[0]?.version ?? 0
}

async function prepare(client: pg.ClientBase): Promise<void> {
  const role = client.query(`do $$ begin
    if not exists (select 1 from pg_roles where rolname = '${APPLICATION_ROLE}') then
      create role ${APPLICATION_ROLE} nologin;
    end if;
  exception when duplicate_object or unique_violation then null;
  end $$`)
  await role.catch((cause: unknown) => {
    throw roleMissing(cause)
  })
  await client.query(`
    create schema counterpart;
    create schema counterpart_keys;
    revoke all on schema counterpart, counterpart_keys from public;
    create table counterpart.migration (
      version integer primary key,
      name text not null,
      applied timestamptz not null default now()
    )`)
}

/** Lets the owner's user become the application role, if it may not yet. */
export async function joinRole(client: pg.ClientBase): Promise<void> {
  const allowed = await client.query(`set role ${APPLICATION_ROLE}`).then(
    () => true,
    () => false,
  )
  try {
    if (allowed) await client.query('reset role')
    else await client.query(`grant ${APPLICATION_ROLE} to current_user`)
  } catch (cause) {
    throw roleMissing(cause)
  }
}

/** SQLSTATE of what is not permitted, and of a role that is not there: as in a database that was brought to another server. */
const WITHOUT_ROLE: readonly unknown[] = ['42501', '42704']

function roleMissing(cause: unknown): NodeError {
  if (!WITHOUT_ROLE.includes((cause as { code?: unknown } | null)?.code)) return failureOf(cause)
  return new NodeError({
    code: 'database-denied',
    message: `the user of DATABASE_URL can neither make nor become ${APPLICATION_ROLE}: as an administrator of the database, create role ${APPLICATION_ROLE} nologin, and grant ${APPLICATION_ROLE} to that user`,
  })
}
