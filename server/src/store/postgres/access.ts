import { type Kysely, sql } from 'kysely'
import type { AccessLog, AccessQuery, AccessRow } from '../access.ts'
import { failing } from './failure.ts'
import type { Tables } from './tables.ts'

export class PostgresAccessLog implements AccessLog {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  async log(rows: readonly AccessRow[]): Promise<void> {
    if (rows.length === 0) return
    const column = <K extends keyof AccessRow>(name: K) => rows.map((row) => row[name])
    await failing(
      sql`insert into counterpart.access (at, officer, action, kind, resource)
        select * from unnest(${column('at')}::bigint[], ${column('officer')}::text[],
          ${column('action')}::text[], ${column('kind')}::text[], ${column('resource')}::text[])`.execute(
        this.#db,
      ),
    )
  }

  async accesses({
    officer,
    kind,
    resource,
    limit,
    before,
  }: AccessQuery): Promise<(AccessRow & { id: number })[]> {
    let query = this.#db.selectFrom('counterpart.access').selectAll().orderBy('id', 'desc').limit(limit)
    if (officer !== undefined) query = query.where('officer', '=', officer)
    if (kind !== undefined) query = query.where('kind', '=', kind)
    if (resource !== undefined) query = query.where('resource', '=', resource)
    if (before !== undefined) query = query.where('id', '<', before)
    return failing(query.execute())
  }
}
