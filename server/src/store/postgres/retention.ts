/** What either log says was destroyed, and when a dossier has to be looked at for it. */
import type { DeletionReason } from '@counterpart/casework'
import { checkPartName } from '../continues.ts'
import { inOrder } from '../retention.ts'
import type { DeletionRow, Falling, PartName } from '../store.ts'
import { AsStoredReader } from './as-stored.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'
import { hashOf, hashOrNull, hexOf } from './values.ts'

const COLUMNS = 'd.own, d.leaf, d.name, d.record, d.time::text, d.final::text, d.why'

const OF: Statement = {
  name: 'deletions-of',
  text: `select ${COLUMNS} from counterpart.deletion d where relation = $1 and leaf = any($2::bytea[])`,
}

const LAST: Statement = {
  name: 'deletion-last',
  text: `select d.time::text from counterpart.deletion d where d.relation = $1 and d.own = $2
    order by d.time desc limit 1`,
}

const UNDESTROYED: Statement = {
  name: 'deletions-undone',
  text: `select d.leaf, d.name from counterpart.part_body b
    join counterpart.deletion d using (relation, leaf, name)
    where b.relation = $1 and d.own = $2 and (d.leaf, d.name) > ($3, $4) order by d.leaf, d.name limit $5`,
}

const ONE_SIDED: Statement = {
  name: 'deletions-one-sided',
  text: `select ${COLUMNS} from counterpart.deletion d
    where d.relation = $1 and d.own and d.time < $2 and d.why <> 'undelivered' and not exists (
      select 1 from counterpart.deletion o
      where o.relation = d.relation and o.leaf = d.leaf and o.name = d.name and not o.own
    ) and exists (select 1 from counterpart.entry e where e.relation = d.relation and e.leaf = d.leaf)
    order by d.time limit $3`,
}

const FALLING: Statement = {
  name: 'falling',
  // Two ways to the same rows, each along an index and no further than the limit.
  text: `(select f.dossier, f.at::text from counterpart.falling f where f.relation = $1 and f.at <= $2
      order by f.at, f.dossier limit $3)
    union
    (select f.dossier, f.at::text from counterpart.falling f where f.relation = $1 and f.recalled <= $4
      order by f.recalled, f.dossier limit $3)`,
}

const PUT: Statement = {
  name: 'deletions-put',
  text: `insert into counterpart.deletion (relation, own, leaf, name, record, time, final, why)
    select $1, * from unnest($2::boolean[], $3::bytea[], $4::text[], $5::bytea[], $6::bigint[], $7::bigint[],
      $8::text[])
    on conflict do nothing`,
}

const FALL: Statement = {
  name: 'falling-put',
  text: `insert into counterpart.falling (relation, dossier, at, recalled)
    select $1, * from unnest($2::bytea[], $3::bigint[], $4::bigint[])
    on conflict (relation, dossier) do update set at = excluded.at, recalled = excluded.recalled`,
}

const REST: Statement = {
  name: 'falling-drop',
  text: 'delete from counterpart.falling where relation = $1 and dossier = any($2::bytea[])',
}

interface Columns {
  own: boolean
  leaf: Uint8Array
  name: string
  record: Uint8Array
  time: string
  final: string
  why: DeletionReason
}

/** The part of a reader that is about what is destroyed and what will be. */
export class RetentionReader extends AsStoredReader {
  async deletions(leaves: string[]): Promise<Map<string, DeletionRow[]>> {
    const hashes = leaves.map(hashOrNull).filter((hash) => hash !== null)
    if (hashes.length === 0) return new Map()
    const rows = await this.session.rows<Columns>(OF, [this.relation.id, hashes])
    return Map.groupBy(
      rows.map((row) => rowOf(this.relation, row)),
      ({ leaf }) => leaf,
    )
  }

  async lastDeletion(side: string): Promise<number | null> {
    const own = side === this.relation.ours
    const [row] = await this.session.rows<{ time: string }>(LAST, [this.relation.id, own])
    return row ? Number(row.time) : null
  }

  async undestroyed(side: string, after: PartName | null, limit: number): Promise<PartName[]> {
    const from = [after === null ? new Uint8Array() : hashOf(after.leaf), after?.name ?? '']
    const rows = await this.session.rows<{ leaf: Uint8Array; name: string }>(UNDESTROYED, [
      this.relation.id,
      side === this.relation.ours,
      ...from,
      limit,
    ])
    return rows.map(({ leaf, name }) => ({ leaf: hexOf(leaf), name }))
  }

  async oneSided(before: number, limit: number): Promise<DeletionRow[]> {
    const rows = await this.session.rows<Columns>(ONE_SIDED, [this.relation.id, before, limit])
    return rows.map((row) => rowOf(this.relation, row))
  }

  async falling(by: number, limit: number, recalled = by): Promise<{ dossier: string; at: number }[]> {
    const given = [this.relation.id, by, limit, recalled]
    const rows = await this.session.rows<{ dossier: Uint8Array; at: string }>(FALLING, given)
    return rows
      .map(({ dossier, at }) => ({ dossier: hexOf(dossier), at: Number(at) }))
      .sort(inOrder)
      .slice(0, limit)
  }
}

function rowOf(relation: Known, row: Columns): DeletionRow {
  return {
    side: row.own ? relation.ours : relation.theirs,
    leaf: hexOf(row.leaf),
    name: row.name,
    record: hexOf(row.record),
    time: Number(row.time),
    final: Number(row.final),
    why: row.why,
  }
}

export function putDeletions(session: Session, relation: Known, rows: readonly DeletionRow[]): void {
  if (rows.length === 0) return
  for (const row of rows) checkPartName(row)
  session.send(PUT, [
    relation.id,
    rows.map(({ side }) => side === relation.ours),
    rows.map(({ leaf }) => hashOf(leaf)),
    rows.map(({ name }) => name),
    rows.map(({ record }) => hashOf(record)),
    rows.map(({ time }) => time),
    rows.map(({ final }) => final),
    rows.map(({ why }) => why),
  ])
}

export function putFalling(
  session: Session,
  relation: Known,
  all: ReadonlyMap<string, Falling | null>,
): void {
  const resting = [...all].flatMap(([dossier, when]) => (when === null ? [hashOf(dossier)] : []))
  const falling = [...all].flatMap(([dossier, when]) => (when === null ? [] : [{ dossier, ...when }]))
  if (resting.length > 0) session.send(REST, [relation.id, resting])
  if (falling.length > 0)
    session.send(FALL, [
      relation.id,
      falling.map(({ dossier }) => hashOf(dossier)),
      falling.map(({ at }) => at),
      falling.map(({ recalled }) => recalled),
    ])
}
