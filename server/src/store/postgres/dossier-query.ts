/**
 * A page of dossiers. Each way in goes along an index that is already in the page's order, so a page costs
 * what it shows and not what there is. What a page is narrowed by stands beside what it is found by: a table
 * that had to be joined for it would be read whole.
 */
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from 'kysely'
import { parseCursor } from '../cursor.ts'
import type { Named } from '../large.ts'
import type { DossierFilter, DossierQuery } from '../store.ts'
import type { Known } from './heads.ts'
import { hashesIn, hashOf, wordKey } from './values.ts'

/** Only writes SQL; a transaction's own connection runs it. */
const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

interface Compiled {
  text: string
  values: unknown[]
}

/** The body of each that fits into so many bytes with all before it, and of the first; of the others the key alone. */
export function pageStatement(relation: Known, of: DossierQuery | Named, bytes: number): Compiled {
  const ids = 'named' in of ? named(relation, of.named) : page(relation, of, of.limit, of.after)
  return compile(sql`
    select id, due, changed, case when total <= ${bytes}::bigint or total = size then body end as body from (
      select p.id, p.due, p.changed, d.body, d.size, sum(d.size) over (order by p.due, p.changed, p.id) as total
      from (${ids}) p
      cross join lateral (
        select body, octet_length(body) as size from counterpart.dossier d
        where d.relation = ${relation.id} and d.id = p.id limit 1
      ) d
    ) weighed order by due, changed, id`)
}

export function keysStatement(relation: Known, query: DossierQuery): Compiled {
  return compile(sql`
    select p.id, p.due, p.changed from (${page(relation, query, query.limit, query.after)}) p
    order by p.due, p.changed, p.id`)
}

export function tallyStatement(relation: Known, filter: DossierFilter, most: number): Compiled {
  return compile(sql`
    select procedure, plays, offices, count(*) as count from (
      select p.procedure, p.plays, coalesce((
        select json_agg(o.office order by o.office collate "C") from counterpart.dossier_office o
        where o.relation = ${relation.id} and o.dossier = p.id
      )::text, '[]') as offices
      from (${page(relation, filter, most, undefined)}) p
    ) classes group by procedure, plays, offices`)
}

function named(relation: Known, ids: readonly string[]) {
  return sql`
    select d.due, d.changed, d.id from counterpart.dossier d
    where d.relation = ${relation.id} and d.id = any(${hashesIn([...ids])}::bytea[])`
}

function page(relation: Known, filter: DossierFilter, limit: number, after: string | undefined) {
  if (filter.under !== undefined) return pageUnder(relation, filter, filter.under, limit, after)
  if (filter.offices !== undefined) return pageOfOffices(relation, filter, filter.offices, limit, after)
  const where = [sql`d.relation = ${relation.id}`, ...beyond('d', 'id', after), ...narrowed('d', filter)]
  return sql`
    select d.due, d.changed, d.id, d.procedure, d.plays from counterpart.dossier d
    where ${sql.join(where, sql` and `)} order by d.due, d.changed, d.id limit ${limit}`
}

function pageUnder(
  relation: Known,
  filter: DossierFilter,
  under: string,
  limit: number,
  after: string | undefined,
) {
  const where = [
    sql`u.relation = ${relation.id}`,
    sql`u.parent = ${wordKey(under)}`,
    ...(filter.content === undefined ? [] : [sql`u.content = ${contentKey(filter.content)}`]),
    ...beyond('u', 'dossier', after),
    ...narrowed('d', filter),
    ...(filter.offices === undefined
      ? []
      : [
          sql`exists (select 1 from counterpart.dossier_office o where o.relation = u.relation
            and o.dossier = u.dossier and o.office = any(${filter.offices.map(wordKey)}::text[]))`,
        ]),
  ]
  return sql`
    select distinct on (u.due, u.changed, u.dossier) u.due, u.changed, u.dossier as id,
      d.procedure, d.plays
    from counterpart.dossier_under u
    join counterpart.dossier d on d.relation = u.relation and d.id = u.dossier
    where ${sql.join(where, sql` and `)} order by u.due, u.changed, u.dossier limit ${limit}`
}

function pageOfOffices(
  relation: Known,
  filter: DossierFilter,
  offices: readonly string[],
  limit: number,
  after: string | undefined,
) {
  const { turns, ...others } = filter
  const where = [
    sql`o.relation = ${relation.id}`,
    sql`o.office = f.office`,
    ...(turns === undefined ? [] : [sql`o.turn = t.turn`]),
    ...beyond('o', 'dossier', after),
    ...narrowed('o', others),
  ]
  const office = sql`unnest(${offices.map(wordKey)}::text[]) as f(office)`
  // Each office and turn by itself: only so is the index read in its order and no further than the page.
  const ways =
    turns === undefined ? office : sql`${office} cross join unnest(${[...turns]}::text[]) as t(turn)`
  return sql`
    select distinct on (due, changed, id) due, changed, id, procedure, plays
    from ${ways} cross join lateral (
      select o.due, o.changed, o.dossier as id, o.procedure, o.plays from counterpart.dossier_office o
      where ${sql.join(where, sql` and `)} order by o.due, o.changed, o.dossier limit ${limit}
    ) one order by due, changed, id limit ${limit}`
}

function beyond(table: string, id: string, after: string | undefined): RawBuilder<unknown>[] {
  if (after === undefined) return []
  const key = parseCursor(after)
  const columns = sql.join([sql.ref(`${table}.due`), sql.ref(`${table}.changed`), sql.ref(`${table}.${id}`)])
  return [sql`(${columns}) > (${key.due}::bigint, ${key.changed}::bigint, ${hashOf(key.id)}::bytea)`]
}

function narrowed(table: string, filter: DossierFilter): RawBuilder<unknown>[] {
  const { plays, procedure, open, turns, dueBefore } = filter
  const column = (name: string) => sql.ref(`${table}.${name}`)
  const conditions: RawBuilder<unknown>[] = []
  if (plays !== undefined)
    conditions.push(
      plays === null ? sql`${column('plays')} is null` : sql`${column('plays')} = ${wordKey(plays)}`,
    )
  if (procedure !== undefined) conditions.push(sql`${column('procedure')} = ${wordKey(procedure)}`)
  if (open !== undefined) conditions.push(sql`${column('open')} = ${open}`)
  if (turns !== undefined) conditions.push(sql`${column('turn')} = any(${[...turns]}::text[])`)
  if (dueBefore !== undefined) conditions.push(sql`${column('due')} < ${dueBefore}`)
  return conditions
}

/** `null` is a value here: filed under the dossier as a whole. */
export function contentKey(content: string | null): string {
  return content === null ? '' : `=${wordKey(content)}`
}

function compile(query: RawBuilder<unknown>): Compiled {
  const { sql: text, parameters } = query.compile(compiler)
  return { text, values: [...parameters] }
}
