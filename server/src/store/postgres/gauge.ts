/** What operators watch of a relation: incidents and figures. */
import type { FileState, Gauge, IncidentRow } from '../store.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'

const WAITING: Statement = {
  name: 'gauge-waiting',
  text: `select count(*)::integer as entries, coalesce(sum(weight), 0)::bigint as bytes, min(time) as oldest
    from counterpart.entry where relation = $1 and own and index >= $2 and kind <> 'mark'`,
}

const COUNTED: Statement = {
  name: 'gauge-incidents',
  text: `select code, count(*)::integer as count from counterpart.incident where relation = $1 group by code`,
}

const FILES: Statement = {
  name: 'gauge-files',
  text: `select own, state, count(*)::integer as count from counterpart.file
    where relation = $1 group by own, state order by own desc, state`,
}

const NEWEST: Statement = {
  name: 'incidents',
  text: `select at, code, detail from counterpart.incident
    where relation = $1 and ($3::text[] is null or code = any($3)) order by id desc limit $2`,
}

export async function newestIncidents(
  session: Session,
  relation: Known,
  limit: number,
  codes: string[] | undefined,
): Promise<IncidentRow[]> {
  const asked = [relation.id, limit, codes ?? null]
  const rows = await session.rows<{ at: number; code: string; detail: string }>(NEWEST, asked)
  return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as unknown }))
}

export async function gauge(session: Session, relation: Known, from: number): Promise<Gauge> {
  const [waiting] = await session.rows<Gauge['waiting']>(WAITING, [relation.id, from])
  const incidents = await session.rows<{ code: string; count: number }>(COUNTED, [relation.id])
  return {
    waiting: waiting ?? { entries: 0, bytes: 0, oldest: null },
    incidents: new Map(incidents.map(({ code, count }) => [code, count])),
    files: await session.rows<{ own: boolean; state: FileState; count: number }>(FILES, [relation.id]),
  }
}
