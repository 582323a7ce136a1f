/** What operators watch of a relation: incidents and figures. */
import { type FileState, type Gauge, type IncidentRow, UNREADABLE } from '../store.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'

const WAITING: Statement = {
  name: 'gauge-waiting',
  text: `select count(*)::integer as entries, coalesce(sum(weight), 0)::bigint as bytes, min(time) as oldest
    from counterpart.entry where relation = $1 and own and index >= $2 and kind <> 'mark'`,
}

const COUNTED: Statement = {
  name: 'gauge-incidents',
  text: `select code, count(*)::integer as count, max(id) as last
    from counterpart.incident where relation = $1 and id > $2 group by code`,
}

const FILES: Statement = {
  name: 'gauge-files',
  // Those that are where they belong are nearly all that there ever were, and are not looked at.
  text: `select own, state, count(*)::integer as count from (
      select own, state from counterpart.file where relation = $1 and state = 'wanted'
      union all select own, state from counterpart.file where relation = $1 and state = 'scanning'
      union all select own, state from counterpart.file where relation = $1 and state = 'refused'
      union all select own, state from counterpart.file where relation = $1 and state = 'here' and own
    ) open group by own, state order by own desc, state`,
}

const NEWEST: Statement = {
  name: 'incidents',
  text: `select at, code, detail from counterpart.incident
    where relation = $1 and ($3::text[] is null or code = any($3)) order by id desc limit $2`,
}

/** With one kind alone the plan has an index that ends where it is. */
const NEWEST_OF: Statement = {
  name: 'incidents-of',
  text: `select at, code, detail from counterpart.incident
    where relation = $1 and code = $3 order by id desc limit $2`,
}

/** Incidents are added under the lock of their relation and never taken away: what was counted stays so. */
const counted = new WeakMap<Known, { last: number; counts: ReadonlyMap<string, number> }>()

async function incidentCounts(session: Session, relation: Known): Promise<Map<string, number>> {
  const before = counted.get(relation) ?? { last: 0, counts: new Map<string, number>() }
  const rows = await session.rows<{ code: string; count: number; last: number }>(COUNTED, [
    relation.id,
    before.last,
  ])
  const counts = new Map(before.counts)
  let { last } = before
  for (const row of rows) {
    counts.set(row.code, (counts.get(row.code) ?? 0) + row.count)
    last = Math.max(last, row.last)
  }
  // Another reader may have come further meanwhile.
  if (last > (counted.get(relation)?.last ?? 0)) counted.set(relation, { last, counts })
  return counts
}

export async function newestIncidents(
  session: Session,
  relation: Known,
  limit: number,
  codes: string[] | undefined,
): Promise<IncidentRow[]> {
  const [only] = codes ?? []
  const [statement, asked] =
    only !== undefined && codes?.length === 1 ? [NEWEST_OF, only] : [NEWEST, codes ?? null]
  const rows = await session.rows<{ at: number; code: string; detail: string }>(statement, [
    relation.id,
    limit,
    asked,
  ])
  return rows.map((row) => ({ ...row, detail: detailIn(row.detail) }))
}

function detailIn(text: string): object {
  try {
    const detail: unknown = JSON.parse(text)
    if (typeof detail === 'object' && detail !== null) return detail
  } catch {
    // As what is no object.
  }
  return UNREADABLE
}

export async function gauge(session: Session, relation: Known, from: number): Promise<Gauge> {
  const [waiting] = await session.rows<Gauge['waiting']>(WAITING, [relation.id, from])
  return {
    waiting: waiting ?? { entries: 0, bytes: 0, oldest: null },
    incidents: await incidentCounts(session, relation),
    files: await session.rows<{ own: boolean; state: FileState; count: number }>(FILES, [relation.id]),
  }
}
