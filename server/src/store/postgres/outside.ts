/** What others signed of our log. */
import type { StampRow, WitnessedRow } from '../store.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'

const WITNESSED: Statement = {
  name: 'witnessed',
  text: `select distinct on (witness) witness, size, lines, at from counterpart.witnessed
    where relation = $1 order by witness, at desc`,
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
  text: `select distinct on (authority) authority, size, time, token, at from counterpart.time_stamp
    where relation = $1 order by authority, at desc`,
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
