/** Puts back rows of tables that only grow: the database itself asks another hash first. */
import { NodeError } from '../../errors.ts'
import type { CheckpointRow, EntryRow, EpochRow, NodeRow } from '../store.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'
import { hashOf } from './values.ts'

const ENTRY: Statement = {
  name: 'mend-entry',
  text: 'select counterpart.mend_entry($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as mended',
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

export async function mendEntry(
  session: Session,
  relation: Known,
  own: boolean,
  epoch: number,
  row: EntryRow,
): Promise<void> {
  const { index, leaf, bytes, running, time, kind, dossier } = row
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

/** What the database does not take breaks the transaction. */
async function mend(session: Session, statement: Statement, values: unknown[]): Promise<void> {
  const [row] = await session.rows<{ mended: number }>(statement, values)
  if (row?.mended === 1) return
  const error = new NodeError({ code: 'internal', message: 'store: what is put back is not what was there' })
  session.break(error)
  throw error
}
