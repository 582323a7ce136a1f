/** Puts back rows of tables that only grow: the database itself asks another hash first. */
import { NodeError } from '../../errors.ts'
import type { LedTable, Orphan, OrphanPage, StoredPart } from '../as-stored.ts'
import { weightOf } from '../continues.ts'
import type { CheckpointRow, DeletionRow, EntryRow, EpochRow, NodeRow, PartName } from '../store.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'
import { hashOf, hexOf } from './values.ts'

const ENTRY: Statement = {
  name: 'mend-entry',
  text: 'select counterpart.mend_entry($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) as mended',
}

const NODE: Statement = {
  name: 'mend-node',
  text: 'select counterpart.mend_node($1, $2, $3, $4::smallint, $5, $6) as mended',
}

const CHECKPOINT: Statement = {
  name: 'mend-checkpoint',
  text: 'select counterpart.mend_checkpoint($1, $2, $3, $4, $5, $6) as mended',
}

const EPOCH: Statement = {
  name: 'mend-epoch',
  text: 'select counterpart.mend_epoch($1, $2, $3, $4, $5::text[]) as mended',
}

const DELETION: Statement = {
  name: 'drop-deletion',
  text: 'select counterpart.drop_deletion($1, $2, $3, $4)',
}

const DROP_BEYOND: Statement = {
  name: 'drop-beyond',
  text: 'select counterpart.drop_beyond($1, $2)',
}

const DROP_HEAD: Statement = {
  name: 'drop-head',
  text: 'select counterpart.drop_head($1, $2, $3) as mended',
}

const ORPHANS: Readonly<Record<LedTable, Statement>> = {
  dossier: {
    name: 'orphans-dossier',
    text: `select d.id, not exists (select 1 from counterpart.entry e where e.relation = $1 and e.dossier = d.id) as orphan
      from (
        (select id from counterpart.dossier where relation = $1 and id > $2 order by id limit $3)
        union
        (select distinct dossier from counterpart.dossier_office where relation = $1 and dossier > $2 order by dossier limit $3)
        union
        (select distinct dossier from counterpart.dossier_under where relation = $1 and dossier > $2 order by dossier limit $3)
        order by id limit $3
      ) d order by d.id`,
  },
  verdict: {
    name: 'orphans-verdict',
    text: `select j.leaf as id, not exists (select 1 from counterpart.entry e where e.relation = $1 and e.leaf = j.leaf) as orphan
      from (select leaf from counterpart.judged where relation = $1 and leaf > $2 order by leaf limit $3) j order by j.leaf`,
  },
}

const REVIVE: Statement = {
  name: 'revive-part',
  text: 'select counterpart.revive_part($1, $2, $3) as mended',
}

const DROP_DOSSIER: Statement = {
  name: 'drop-orphan-dossier',
  text: 'select counterpart.drop_orphan_dossier($1, $2) as mended',
}

const DROP_VERDICT: Statement = {
  name: 'drop-orphan-verdict',
  text: 'select counterpart.drop_orphan_verdict($1, $2) as mended',
}

const DROP_PART: Statement = {
  name: 'drop-orphan-part',
  text: 'select counterpart.drop_orphan_part($1, $2, $3) as mended',
}

/** Where the next entry and its nodes will stand, and any entry further on. */
const BEYOND: Statement = {
  name: 'beyond',
  text: `with head as (
      select case when $2::boolean then ours_size else theirs_size end as size,
        case when $2::boolean then ours_base else theirs_base end as base,
        case when $2::boolean then ours_epoch else theirs_epoch end as epoch
      from counterpart.relation_head where relation = $1
    )
    select exists (select 1 from head h join counterpart.entry e on e.relation = $1 and e.own = $2 and e.index >= h.size)
      or exists (select 1 from head h cross join generate_series(0, 52) as levels(l)
        join counterpart.tree_node n on n.relation = $1 and n.own = $2 and n.epoch = h.epoch and n.level = l
          and n.index = (h.size - h.base) >> l) as beyond`,
}

export async function mendEntry(
  session: Session,
  relation: Known,
  own: boolean,
  epoch: number,
  row: EntryRow,
  parts: readonly StoredPart[],
): Promise<void> {
  const { index, leaf, bytes, running, time, kind, dossier, lowered = null } = row
  const stored = dossier === null ? null : hashOf(dossier)
  await mend(session, ENTRY, [
    relation.id,
    own,
    epoch,
    index,
    hashOf(leaf),
    bytes,
    running,
    time,
    kind,
    stored,
    weightOf(
      row,
      parts.flatMap((part) => (part.state === 'held' ? [{ leaf, ...part }] : [])),
    ),
    lowered,
  ])
}

/** From the leaves up: each asks those below it. */
export async function mendNodes(
  session: Session,
  relation: Known,
  own: boolean,
  epoch: number,
  nodes: readonly NodeRow[],
): Promise<void> {
  for (const { level, index, hash } of nodes.toSorted((a, b) => a.level - b.level))
    await mend(session, NODE, [relation.id, own, epoch, level, index, hash])
}

export async function mendCheckpoint(
  session: Session,
  relation: Known,
  own: boolean,
  epoch: number,
  row: CheckpointRow,
): Promise<void> {
  await mend(session, CHECKPOINT, [relation.id, own, epoch, row.size, row.note, row.cosignature])
}

export async function mendEpoch(
  session: Session,
  relation: Known,
  own: boolean,
  { number, base, keys }: EpochRow,
): Promise<void> {
  await mend(session, EPOCH, [relation.id, own, number, base, keys])
}

export function dropDeletion(
  session: Session,
  relation: Known,
  own: boolean,
  { leaf, name }: Pick<DeletionRow, 'leaf' | 'name'>,
): void {
  session.send(DELETION, [relation.id, own, hashOf(leaf), name])
}

export async function isBeyond(session: Session, relation: Known, own: boolean): Promise<boolean> {
  const [row] = await session.rows<{ beyond: boolean }>(BEYOND, [relation.id, own])
  return row?.beyond === true
}

export async function dropBeyond(session: Session, relation: Known, own: boolean): Promise<void> {
  await session.rows(DROP_BEYOND, [relation.id, own])
  if (!(await isBeyond(session, relation, own))) return
  const error = new NodeError({ code: 'entry-damaged', message: 'a log goes on beyond its head' })
  session.break(error)
  throw error
}

export async function dropHead(session: Session, relation: Known, own: boolean, size: number): Promise<void> {
  await mend(session, DROP_HEAD, [relation.id, own, size])
}

export async function revivePart(session: Session, relation: Known, { leaf, name }: PartName): Promise<void> {
  await mend(session, REVIVE, [relation.id, hashOf(leaf), name])
}

export async function orphans(
  session: Session,
  relation: Known,
  table: LedTable,
  after: string | null,
  limit: number,
): Promise<OrphanPage> {
  const from = after === null ? new Uint8Array() : hashOf(after)
  const rows = await session.rows<{ id: Uint8Array; orphan: boolean }>(ORPHANS[table], [
    relation.id,
    from,
    limit,
  ])
  const last = rows.at(-1)
  return {
    ids: rows.filter(({ orphan }) => orphan).map(({ id }) => hexOf(id)),
    last: last ? hexOf(last.id) : null,
  }
}

export async function dropOrphan(session: Session, relation: Known, orphan: Orphan): Promise<void> {
  const drop = (statement: Statement, ...values: unknown[]) =>
    mend(session, statement, [relation.id, ...values])
  switch (orphan.table) {
    case 'dossier':
      return drop(DROP_DOSSIER, hashOf(orphan.id))
    case 'verdict':
      return drop(DROP_VERDICT, hashOf(orphan.id))
    case 'part':
      return drop(DROP_PART, hashOf(orphan.id), orphan.name)
  }
}

/** What the database does not take breaks the transaction. */
async function mend(session: Session, statement: Statement, values: unknown[]): Promise<void> {
  const [row] = await session.rows<{ mended: number }>(statement, values)
  if (row?.mended === 1) return
  const error = new NodeError({ code: 'internal', message: 'store: what is put back is not what was there' })
  session.break(error)
  throw error
}
