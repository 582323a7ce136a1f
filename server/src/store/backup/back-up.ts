/**
 * A backup in two files, to be kept apart: the register with everything this node holds, and the keys of what
 * it says. Both are of one moment, also while the node goes on. What was destroyed is in neither.
 */
import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { NodeError } from '../../errors.ts'
import { type AtRest, readAtRestKey } from '../../keys/at-rest.ts'
import { migrations } from '../migrations/all.ts'
import { type Holds, tablesOf } from './catalog.ts'
import { noteBackup } from './last-backup.ts'
import { alongside } from './leftovers.ts'
import { beside, type Place } from './reach.ts'
import { type About, writeSealed } from './sealed-file.ts'

export type Progress = (done: number, of: number, table: string) => void

export interface Made {
  backup: string
  files: Record<Holds, { path: string; sha256: string }>
}

const ROWS = 100

/** Its row was taken away with the destruction; asked once more, because a key in a backup undoes it. */
const LIVING = `not exists (select from counterpart.part_end e where e.state = 'destroyed'
  and e.relation = row_of.relation and e.leaf = row_of.leaf and e.name = row_of.name)`
const ONLY: Readonly<Record<string, string>> = {
  'counterpart.part_body': LIVING,
  'counterpart_keys.part_key': LIVING,
}

/** `folders`: where each file goes. `now` in seconds UTC. */
export async function backUp(
  place: Place,
  folders: Readonly<Record<Holds, string>>,
  now: number,
  progress: Progress = () => undefined,
): Promise<Made> {
  const keys = readAtRestKey(place.keyFile, false)
  const backup = randomBytes(16).toString('hex')
  const name = `counterpart-${new Date(now * 1000).toISOString().replaceAll(/[-:]|\.\d+/g, '')}-${backup.slice(0, 8)}`
  const paths = {
    register: join(folders.register, `${name}.register`),
    keys: join(folders.keys, `${name}.keys`),
  }
  const drafts = [`${paths.register}.new`, `${paths.keys}.new`] as const
  try {
    const sums = await beside(place, async (client) => {
      await alongside(client, [folders.register, folders.keys], keys)
      const written = await snapshot(client, async () => {
        const form = await formOf(client)
        const step = counted(await rowsIn(client), progress)
        const write = (path: string, holds: Holds) =>
          writeOne(client, path, { backup, holds, taken: now, form }, keys, step)
        return { register: await write(drafts[0], 'register'), keys: await write(drafts[1], 'keys') }
      })
      // While others know of this backup. The register last: where it is, there are its keys.
      await named(drafts[1], paths.keys, folders.keys)
      await named(drafts[0], paths.register, folders.register)
      return written
    })
    await noteBackup(place.directory, now)
    return {
      backup,
      files: {
        register: { path: paths.register, sha256: sums.register },
        keys: { path: paths.keys, sha256: sums.keys },
      },
    }
  } catch (error) {
    for (const draft of drafts) await rm(draft, { force: true }).catch(() => undefined)
    throw error
  }
}

async function snapshot<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin isolation level repeatable read read only')
  const done = await work()
  await client.query('commit')
  return done
}

async function formOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ form: number | null }>(
    "select case when to_regclass('counterpart.migration') is null then null else 1 end as form",
  )
  if (rows[0]?.form === null)
    throw new NodeError({ code: 'not-found', message: 'no node has been in this database' })
  const found = await client.query<{ form: number }>('select max(version) as form from counterpart.migration')
  const form = found.rows[0]?.form ?? 0
  // Such as one that an earlier start made beside, before DATABASE_URL named the right one.
  const { rowCount } = await client.query('select from counterpart.relation limit 1')
  if (rowCount === 0)
    throw new NodeError({
      code: 'not-found',
      message: 'this database holds no relation, so it is not that of the node: see DATABASE_URL',
    })
  if (form > (migrations.at(-1)?.version ?? 0))
    throw new NodeError({ code: 'database-newer', message: `the database has form ${form}` })
  return form
}

async function rowsIn(client: pg.Client): Promise<number> {
  let sum = 0
  for (const holds of ['register', 'keys'] as const)
    for (const table of await tablesOf(client, holds)) {
      const { rows } = await client.query<{ count: string }>(`select count(*)::text as count from ${table}`)
      sum += Number(rows[0]?.count)
    }
  return sum
}

function counted(of: number, progress: Progress): (rows: number, table: string) => void {
  let done = 0
  return (rows, table) => {
    done += rows
    progress(Math.min(done, of), of, table)
  }
}

function writeOne(
  client: pg.Client,
  path: string,
  about: About,
  keys: AtRest,
  step: (rows: number, table: string) => void,
): Promise<string> {
  return writeSealed(path, about, keys, linesOf(client, about.holds, step))
}

/** A line for each table, then one for each of its rows as the server writes it; at the end how many there were. */
async function* linesOf(
  client: pg.Client,
  holds: Holds,
  step: (rows: number, table: string) => void,
): AsyncGenerator<string> {
  let count = 0
  for (const table of await tablesOf(client, holds)) {
    yield JSON.stringify({ table })
    await client.query(
      `declare rows_of no scroll cursor for select row_of::text as row from ${table} row_of
        where ${ONLY[table] ?? 'true'}`,
    )
    for (;;) {
      const { rows } = await client.query<{ row: string }>(`fetch ${ROWS} from rows_of`)
      if (rows.length === 0) break
      for (const { row } of rows) yield JSON.stringify(row)
      count += rows.length
      step(rows.length, table)
    }
    await client.query('close rows_of')
  }
  yield JSON.stringify({ rows: count })
}

async function named(draft: string, path: string, folder: string): Promise<void> {
  await rename(draft, path)
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
