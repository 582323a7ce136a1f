/**
 * What is read at once has to fit into memory: one act of a few bytes may name all that its author put into a dossier in years,
 * and whoever runs out of memory over it does so again with each repeat. Asked for beforehand where it may be much: what is
 * stored says its length without being read. A batch that is refused for it comes again in smaller ones.
 */
import { NodeError } from '../../errors.ts'
import type { RoomLeft } from '../large.ts'
import type { EntryRow } from '../store.ts'
import type { FoldColumns } from './folds.ts'
import type { Known } from './heads.ts'
import type { Most, Session, Statement } from './session.ts'
import { hashesIn } from './values.ts'

export const MOST: Most = { bytes: 256 * 1024 * 1024, rows: 500_000 }

/** One message could have brought the parts of so many entries. */
const FEW_PARTS = 16

const PARTS_SIZE: Statement = {
  name: 'parts-size',
  text: `select coalesce(sum(octet_length(ciphertext)), 0)::float8 as bytes from counterpart.part_body
    where relation = $1 and leaf = any($2::bytea[])`,
}

/** None is given where they do not fit together; one alone is held to what is in it, by its parts. */
export const DOSSIERS_NAMED: Statement = {
  name: 'dossiers-named',
  text: `select id, case when total <= $3::bigint or many = 1 then body end as body from (
      select id, body, sum(octet_length(body)) over () as total, count(*) over () as many
      from counterpart.dossier where relation = $1 and id = any($2::bytea[])
    ) named`,
}

/** `spread`: what a part takes beside its bytes once it is read. Those from before migration 27 do not say it. */
const IN_DOSSIERS: Statement = {
  name: 'dossiers-room',
  text: `select count(*)::float8 as entries, coalesce(sum(octet_length(e.bytes)), 0)::float8 as headers, (
      select coalesce(sum(octet_length(b.ciphertext) + coalesce(b.spread, 0)), 0)::float8 from counterpart.part_body b
      where b.relation = $1 and b.leaf = any(array(
        select leaf from counterpart.entry where relation = $1 and dossier = any($2::bytea[])))
    ) as bodies from counterpart.entry e where e.relation = $1 and e.dossier = any($2::bytea[])`,
}

/** Ends with the first that does not fit, after it. */
export function byDossiersOf(columns: string): Statement {
  return {
    name: 'entries-by-dossiers',
    text: `select ${columns} from (
        select *, sum(octet_length(bytes)) over (order by own desc, index) as total from (
          select ${columns} from counterpart.entry
          where relation = $1 and dossier = any($2::bytea[]) order by own desc, index limit $3
        ) page
      ) weighed where total - octet_length(bytes) <= $4 order by own desc, index`,
  }
}

/** @throws NodeError `dossier-too-large` */
export async function checkParts(
  session: Session,
  relation: Known,
  leaves: readonly Uint8Array[],
): Promise<void> {
  if (leaves.length <= FEW_PARTS) return
  const [found] = await session.rows<{ bytes: number }>(PARTS_SIZE, [relation.id, leaves])
  if ((found?.bytes ?? 0) > session.most.bytes) throw tooMuch()
}

/** @throws NodeError `dossier-too-large` */
export function checkFolds({ id, body }: { id: Uint8Array; body: string | null }): FoldColumns {
  if (body === null) throw tooMuch()
  return { id, body }
}

export function checkRows({ most }: Session, rows: EntryRow[]): EntryRow[] {
  if (rows.length > most.rows) throw tooMuch()
  if (rows.reduce((sum, { bytes }) => sum + bytes.length, 0) > most.bytes) throw tooMuch()
  return rows
}

/** Below nothing where somebody has put more into it. */
export async function roomIn(
  session: Session,
  relation: Known,
  dossiers: readonly string[],
  share = 1,
): Promise<RoomLeft> {
  const most = roomFor(session, share)
  const [found] = await session.rows<RoomLeft>(IN_DOSSIERS, [relation.id, hashesIn(dossiers)])
  const { entries = 0, headers = 0, bodies = 0 } = found ?? {}
  return { entries: most.entries - entries, headers: most.headers - headers, bodies: most.bodies - bodies }
}

export function roomFor({ most }: Session, share = 1): RoomLeft {
  const bytes = share * most.bytes
  return { entries: share * most.rows, headers: bytes, bodies: bytes }
}

function tooMuch(): NodeError {
  return new NodeError({
    code: 'dossier-too-large',
    message: 'one dossier, or several that are named together, hold more than is read at once',
  })
}
