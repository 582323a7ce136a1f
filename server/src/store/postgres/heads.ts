/** The one row a relation is locked by. */
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
  theirs_size: number
  theirs_running: number
  theirs_time: number
  theirs_frontier: Uint8Array
}

const COLUMNS = `ours_size, ours_running, ours_time, ours_frontier,
  theirs_size, theirs_running, theirs_time, theirs_frontier`

const READ: Statement = {
  name: 'heads',
  text: `select ${COLUMNS} from counterpart.relation_head where relation = $1`,
}

/** The settings are asked for with every lock: they can be changed while the server runs. */
const LOCK: Statement = {
  name: 'heads-lock',
  text: `select ${COLUMNS},
    current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on'
      and current_setting('synchronous_commit') <> 'off' as durable
    from counterpart.relation_head where relation = $1 for update`,
}

const MOVE: Statement = {
  name: 'heads-move',
  text: `update counterpart.relation_head set
    ours_size = $2, ours_running = $3, ours_time = $4, ours_frontier = $5,
    theirs_size = $6, theirs_running = $7, theirs_time = $8, theirs_frontier = $9
    where relation = $1`,
}

export async function readHeads(session: Session, relation: Known): Promise<Heads> {
  return headsIn(await session.rows<HeadRow>(READ, [relation.id]))
}

/** Waits for the lock. Throws `database-not-durable` when the server would not sync what is written under it. */
export async function lockHeads(session: Session, relation: Known): Promise<Heads> {
  const rows = await session.rows<HeadRow & { durable: boolean }>(LOCK, [relation.id])
  if (rows[0]?.durable !== true) {
    throw new NodeError({
      code: 'database-not-durable',
      message: 'the database was told not to sync to disk',
    })
  }
  return headsIn(rows)
}

export function moveHeads(session: Session, relation: Known, { ours, theirs }: Heads): void {
  session.send(MOVE, [
    relation.id,
    ours.size,
    ours.running,
    ours.time,
    joinHashes(ours.frontier),
    theirs.size,
    theirs.running,
    theirs.time,
    joinHashes(theirs.frontier),
  ])
}

function headsIn(rows: readonly HeadRow[]): Heads {
  const row = rows[0]
  if (row === undefined) throw new NodeError({ code: 'entry-damaged', message: 'a relation without heads' })
  return {
    ours: head(row.ours_size, row.ours_running, row.ours_time, row.ours_frontier),
    theirs: head(row.theirs_size, row.theirs_running, row.theirs_time, row.theirs_frontier),
  }
}

function head(size: number, running: number, time: number, frontier: Uint8Array): LogHead {
  return { size, running, time, frontier: splitHashes(frontier) }
}

export function copyHeads({ ours, theirs }: Heads): Heads {
  return {
    ours: { ...ours, frontier: [...ours.frontier] },
    theirs: { ...theirs, frontier: [...theirs.frontier] },
  }
}
