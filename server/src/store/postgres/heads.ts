/** The one row a relation is locked by. */
import { isDeepStrictEqual } from 'node:util'
import { NodeError } from '../../errors.ts'
import type { Heads, LogHead } from '../store.ts'
import type { Session, Statement } from './session.ts'
import { joinHashes, splitHashes } from './values.ts'

/** A relation as this process knows it. */
export interface Known {
  id: number
  name: string
  ours: string
  theirs: string
}

interface HeadRow {
  ours_size: number
  ours_running: number
  ours_time: number
  ours_frontier: Uint8Array
  ours_epoch: number
  ours_base: number
  ours_closed: boolean
  ours_stated: number
  theirs_size: number
  theirs_running: number
  theirs_time: number
  theirs_frontier: Uint8Array
  theirs_epoch: number
  theirs_base: number
  theirs_closed: boolean
  theirs_stated: number
}

const NAMES = ['size', 'running', 'time', 'frontier', 'epoch', 'base', 'closed', 'stated']
const COLUMNS = ['ours', 'theirs'].flatMap((side) => NAMES.map((name) => `${side}_${name}`))

const READ: Statement = {
  name: 'heads',
  text: `select ${COLUMNS.join(', ')} from counterpart.relation_head where relation = $1`,
}

/** The settings are asked for with every lock: they can be changed while the server runs. */
const LOCK: Statement = {
  name: 'heads-lock',
  text: `select ${COLUMNS.join(', ')},
    current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on'
      and current_setting('synchronous_commit') <> 'off' as durable
    from counterpart.relation_head where relation = $1 for update`,
}

const MOVE: Statement = {
  name: 'heads-move',
  text: `update counterpart.relation_head set
    ${COLUMNS.map((column, index) => `${column} = $${index + 2}`).join(', ')} where relation = $1`,
}

export async function readHeads(session: Session, relation: Known): Promise<Heads> {
  return headsIn(await session.rows<HeadRow>(READ, [relation.id]))
}

/** Waits for the lock. Throws `database-not-durable` when the server would not sync what is written under it. */
export async function lockHeads(session: Session, relation: Known): Promise<Heads> {
  const rows = await session.rows<HeadRow & { durable: boolean }>(LOCK, [relation.id])
  if (rows.length > 0 && rows[0]?.durable !== true) {
    throw new NodeError({
      code: 'database-not-durable',
      message: 'the database was told not to sync to disk',
    })
  }
  return headsIn(rows)
}

export function moveHeads(session: Session, relation: Known, { ours, theirs }: Heads): void {
  session.send(MOVE, [relation.id, ...columnsOf(ours), ...columnsOf(theirs)])
}

function columnsOf({ size, running, time, frontier, epoch, base, closed, stated }: LogHead): unknown[] {
  return [size, running, time, joinHashes(frontier), epoch, base, closed, stated]
}

function headsIn(rows: readonly HeadRow[]): Heads {
  const row = rows[0]
  if (row === undefined) throw new NodeError({ code: 'entry-damaged', message: 'a relation without heads' })
  return {
    ours: {
      size: row.ours_size,
      running: row.ours_running,
      time: row.ours_time,
      frontier: splitHashes(row.ours_frontier),
      epoch: row.ours_epoch,
      base: row.ours_base,
      closed: row.ours_closed,
      stated: row.ours_stated,
    },
    theirs: {
      size: row.theirs_size,
      running: row.theirs_running,
      time: row.theirs_time,
      frontier: splitHashes(row.theirs_frontier),
      epoch: row.theirs_epoch,
      base: row.theirs_base,
      closed: row.theirs_closed,
      stated: row.theirs_stated,
    },
  }
}

export function sameHeads(one: Heads, other: Heads): boolean {
  const columns = ({ ours, theirs }: Heads) => [...columnsOf(ours), ...columnsOf(theirs)]
  return isDeepStrictEqual(columns(one), columns(other))
}

export function copyHeads({ ours, theirs }: Heads): Heads {
  return {
    ours: { ...ours, frontier: [...ours.frontier] },
    theirs: { ...theirs, frontier: [...theirs.frontier] },
  }
}
