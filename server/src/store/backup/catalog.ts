/** Which tables a backup has, asked of the database itself: a table that is added later is not forgotten. */
import type pg from 'pg'
import { UNFINISHED } from '../postgres/unfinished.ts'

export type Holds = 'register' | 'keys'

const SCHEMAS: Readonly<Record<Holds, string>> = { register: 'counterpart', keys: 'counterpart_keys' }

/**
 * These are left out. Officers sign in again, also those who signed out since; the version stands in the file's first
 * line; and the mark of a restore that was not finished is of this database alone.
 */
const LEFT_OUT = ['counterpart.session', 'counterpart.enrolment', 'counterpart.migration', UNFINISHED]

/** In the order they were made in: what one refers to stands before it. */
export async function tablesOf(client: pg.ClientBase, holds: Holds): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname || '.' || quote_ident(c.relname) as name from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relkind = 'r' order by c.oid`,
    [SCHEMAS[holds]],
  )
  return rows.map(({ name }) => name).filter((name) => !LEFT_OUT.includes(name))
}
