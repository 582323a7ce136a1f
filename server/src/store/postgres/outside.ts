/** What others signed of our log. */
import type { StampRow, WitnessedRow } from '../store.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'

/** From name to name along the key, and of each the last: what it costs does not grow with the days. */
function newest(table: string, name: string, columns: string): string {
  const next = (where: string) =>
    `(select ${name} from counterpart.${table} where relation = $1 ${where} order by ${name} limit 1)`
  return `with recursive names as (
      ${next('')}
      union all
      select ${next(`and ${name} > names.${name}`)} from names where names.${name} is not null
    )
    select last.* from names cross join lateral (
      select ${name}, ${columns} from counterpart.${table}
      where relation = $1 and ${name} = names.${name} order by at desc limit 1
    ) last order by ${name}`
}

const WITNESSED: Statement = {
  name: 'witnessed',
  text: newest('witnessed', 'witness', 'size, lines, at'),
}

const WITNESSED_FROM: Statement = {
  name: 'witnessed-from',
  text: `select distinct on (witness) witness, size, lines, at from counterpart.witnessed
    where relation = $1 and size = (select size from counterpart.witnessed
      where relation = $1 and size >= $2 order by size limit 1)
    order by witness, at`,
}

const STAMPED: Statement = {
  name: 'stamped',
  text: newest('time_stamp', 'authority', 'size, time, token, at'),
}

const STAMP_FROM: Statement = {
  name: 'stamp-from',
  text: `select authority, size, time, token, at from counterpart.time_stamp
    where relation = $1 and size >= $2 order by size, at limit 1`,
}

const PUT_WITNESSED: Statement = {
  name: 'witnessed-put',
  text: `insert into counterpart.witnessed (relation, witness, size, lines, at) values ($1, $2, $3, $4, $5)
    on conflict do nothing`,
}

const PUT_STAMP: Statement = {
  name: 'stamp-put',
  text: `insert into counterpart.time_stamp (relation, authority, size, time, token, at)
    values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
}

export function newestWitnessed(session: Session, relation: Known): Promise<WitnessedRow[]> {
  return session.rows<WitnessedRow>(WITNESSED, [relation.id])
}

export function witnessedFrom(session: Session, relation: Known, size: number): Promise<WitnessedRow[]> {
  return session.rows<WitnessedRow>(WITNESSED_FROM, [relation.id, size])
}

export async function newestStamps(session: Session, relation: Known): Promise<StampRow[]> {
  return (await session.rows<StampRow>(STAMPED, [relation.id])).map(plain)
}

export async function stampFrom(session: Session, relation: Known, size: number): Promise<StampRow | null> {
  const [row] = await session.rows<StampRow>(STAMP_FROM, [relation.id, size])
  return row === undefined ? null : plain(row)
}

export function putWitnessed(session: Session, relation: Known, row: WitnessedRow): void {
  session.send(PUT_WITNESSED, [relation.id, row.witness, row.size, row.lines, row.at])
}

export function putStamp(session: Session, relation: Known, row: StampRow): void {
  const { authority, size, time, token, at } = row
  session.send(PUT_STAMP, [relation.id, authority, size, time, token, at])
}

/** A token of its own, not a view into what the driver read. */
function plain(row: StampRow): StampRow {
  return { ...row, token: new Uint8Array(row.token) }
}
