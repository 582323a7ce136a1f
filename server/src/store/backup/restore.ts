/**
 * Brings a backup back into an empty database, all or nothing, and puts on record in every relation that it
 * was done: what was recorded after it may be on its way still, so that nothing is signed before the other
 * side has said what it holds.
 */
import type pg from 'pg'
import { NodeError } from '../../errors.ts'
import { readAtRestKey } from '../../keys/at-rest.ts'
import type { LogBase } from '../../keys/key-file.ts'
import { migrations } from '../migrations/all.ts'
import { checkServer, migrate } from '../postgres/migrate.ts'
import { clearUnfinished, markUnfinished } from '../postgres/unfinished.ts'
import type { Progress } from './back-up.ts'
import { type Holds, tablesOf } from './catalog.ts'
import { alone, type Place } from './reach.ts'
import { type About, damaged, openSealed } from './sealed-file.ts'

export interface Restored {
  backup: string
  taken: number
  rows: number
}

const ROWS = 100
/** Long bodies go in smaller batches. */
const CHARACTERS = 4 * 1024 * 1024

/**
 * `now` in seconds UTC. `bases`: what the key files say of our logs, by relation.
 *
 * @throws NodeError `backup-damaged`, `backup-superseded`, `key-wrong`, `not-empty`, `database-in-use`, `database-newer`
 */
export async function restore(
  place: Place,
  files: Readonly<Record<Holds, string>>,
  now: number,
  progress: Progress = () => undefined,
  bases: ReadonlyMap<string, readonly LogBase[]> = new Map(),
): Promise<Restored> {
  const atRest = readAtRestKey(place.keyFile, false)
  const register = await openSealed(files.register, atRest)
  const keys = await openSealed(files.keys, atRest)
  const { about } = register
  if (about.holds !== 'register' || keys.about.holds !== 'keys' || about.backup !== keys.about.backup)
    throw damaged()
  if (about.form > (migrations.at(-1)?.version ?? 0))
    throw new NodeError({ code: 'database-newer', message: `the backup has form ${about.form}` })
  return alone(place, async (client) => {
    await checkServer(client)
    // In its own form; the node that starts on it brings it to the newest.
    await migrate(
      client,
      migrations.filter(({ version }) => version <= about.form),
    )
    const of = endOf(register.last) + endOf(keys.last)
    await checkEmpty(client, about)
    await markUnfinished(client)
    await client.query('begin')
    try {
      let done = 0
      const step = (rows: number, table: string) => {
        done += rows
        progress(done, of, table)
      }
      await fill(client, 'register', register.lines(), step)
      await fill(client, 'keys', keys.lines(), step)
      await checkBases(client, bases)
      await destroyAgain(client)
      await setCounters(client)
      await putOnRecord(client, about, now)
      await clearUnfinished(client)
      await client.query('commit')
      return { backup: about.backup, taken: about.taken, rows: done }
    } catch (error) {
      await client.query('rollback').catch(() => undefined)
      // It is said that nothing was brought back: the register may be made anew from the counterpart here.
      await clearUnfinished(client).catch(() => undefined)
      throw error
    }
  })
}

/** A database in which anybody signed in or anything was recorded is not overwritten. */
async function checkEmpty(client: pg.Client, { backup }: About): Promise<void> {
  for (const holds of ['register', 'keys'] as const)
    for (const table of await tablesOf(client, holds)) {
      const { rows } = await client.query(`select from ${table} limit 1`)
      if (rows.length === 0) continue
      // An operator whose command got no answer may run it again.
      const { rowCount } = await client.query(
        "select from counterpart.incident where code = 'restored' and strpos(detail, $1) > 0",
        [backup],
      )
      const message =
        rowCount === 0 ? `there is something in ${table}` : 'this backup was brought back here before'
      throw new NodeError({ code: 'not-empty', message })
    }
}

/**
 * A machine that was lost may have gone on after the backup from which its log was ended. What it wrote then stands where
 * other entries do now: neither side could go on from both.
 */
async function checkBases(client: pg.Client, bases: ReadonlyMap<string, readonly LogBase[]>): Promise<void> {
  // A backup in an older form knows of no epochs.
  const { rows } = await client.query<{ name: string; size: string; epoch: number }>(
    `select r.name, h.ours_size as size, coalesce((to_jsonb(h) ->> 'ours_epoch')::integer, 1) as epoch
      from counterpart.relation_head h join counterpart.relation r on r.id = h.relation`,
  )
  for (const { name, size, epoch } of rows)
    for (const next of bases.get(name) ?? [])
      if (epoch < next.epoch && Number(size) > next.base)
        throw new NodeError({
          code: 'backup-superseded',
          message: `${name}: ${size} entries of ours, and log ${next.epoch} begins after ${next.base}`,
        })
}

async function fill(
  client: pg.Client,
  holds: Holds,
  lines: AsyncIterable<string>,
  step: (rows: number, table: string) => void,
): Promise<void> {
  const known = await tablesOf(client, holds)
  let table = ''
  let batch: string[] = []
  let characters = 0
  const put = async () => {
    if (batch.length === 0) return
    await client.query(
      `insert into ${table} overriding system value select (one.row_of).*
        from (select given::${table} as row_of from unnest($1::text[]) given offset 0) one`,
      [batch],
    )
    step(batch.length, table)
    batch = []
    characters = 0
  }
  for await (const line of lines) {
    const value = JSON.parse(line) as string | { table?: string; rows?: number }
    if (typeof value === 'string') {
      if (table === '') throw damaged()
      batch.push(value)
      characters += value.length
      if (batch.length >= ROWS || characters > CHARACTERS) await put()
      continue
    }
    await put()
    // Read on to the end: only there it is known that this is what was looked through before.
    if (value.rows !== undefined) continue
    if (value.table === undefined || !known.includes(value.table)) throw damaged()
    table = value.table
  }
}

/** The last line says how many rows there were; a file that ends without one was never finished. */
function endOf(line: string): number {
  const found = /^\{"rows":([0-9]{1,15})\}$/.exec(line)
  if (found === null) throw damaged()
  return Number(found[1])
}

/** What either log says was destroyed stays destroyed, whatever the backup had of it. */
async function destroyAgain(client: pg.Client): Promise<void> {
  for (const table of ['counterpart.part_body', 'counterpart_keys.part_key'])
    await client.query(
      `delete from ${table} p using counterpart.part_end e where e.state = 'destroyed'
        and e.relation = p.relation and e.leaf = p.leaf and e.name = p.name`,
    )
}

/** The next row must not get the number of one that is there. */
async function setCounters(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as table, column_name as column
      from information_schema.columns where table_schema like 'counterpart%' and is_identity = 'YES'`,
  )
  for (const { table, column } of rows)
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max(${column}), 1), max(${column}) is not null)
        from ${table}`,
      [table, column],
    )
}

/** Read by `recall` in `uses/restore/statement.ts` at every start. */
async function putOnRecord(client: pg.Client, about: About, now: number): Promise<void> {
  await client.query(
    `insert into counterpart.incident (relation, at, code, detail)
      select relation, $1, 'restored', json_build_object(
        'backup', $2::text, 'taken', $3::bigint, 'ours', ours_size, 'theirs', theirs_size)::text
      from counterpart.relation_head`,
    [now, about.backup, about.taken],
  )
}
