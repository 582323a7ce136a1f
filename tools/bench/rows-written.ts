/** How many rows two nodes write on their disks for what they do, by what their databases count. */
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Connection } from '../../server/src/store/embedded/embedded-postgres.ts'

/** A connection that rests tells what it counted after ten seconds (PGSTAT_IDLE_INTERVAL). Milliseconds. */
const TOLD_AFTER = 11_000

const WRITTEN = 'select coalesce(sum(n_tup_ins + n_tup_upd), 0)::int as rows from pg_stat_user_tables'

export async function rowsWritten(
  connections: readonly Connection[],
  work: () => Promise<unknown>,
): Promise<number> {
  const before = await counted(connections)
  await work()
  await pause(TOLD_AFTER)
  return (await counted(connections)) - before
}

async function counted(connections: readonly Connection[]): Promise<number> {
  let rows = 0
  for (const connection of connections) {
    const client = new pg.Client(connection)
    await client.connect()
    try {
      rows += (await client.query<{ rows: number }>(WRITTEN)).rows[0]?.rows ?? 0
    } finally {
      await client.end()
    }
  }
  return rows
}
