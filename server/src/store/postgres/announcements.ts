/** What was shown before its turn: each encrypted under a key of its own, which goes when its turn has come. */
import { unlessDamaged } from '../../errors.ts'
import type { AtRest } from '../../keys/at-rest.ts'
import type { AnnouncedFound, AnnouncedRow } from '../store.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'
import { hashOf, hexOf } from './values.ts'

const READ: Statement = {
  name: 'announcement',
  text: `select a.leaf, a.index, a.size, a.at, a.ciphertext, k.wrapped from counterpart.announcement a
    left join counterpart_keys.announcement_key k on k.relation = a.relation and k.leaf = a.leaf
    where a.relation = $1 order by a.index`,
}

const PUT: Statement = {
  name: 'announcement-put',
  text: `with fresh as (
      insert into counterpart.announcement (relation, leaf, index, size, at, ciphertext)
      values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning leaf
    )
    insert into counterpart_keys.announcement_key (relation, leaf, wrapped) select $1, leaf, $7 from fresh`,
}

const DROP: Statement = {
  name: 'announcement-drop',
  text: `with gone as (
      delete from counterpart.announcement where relation = $1 and (size <= $2 and not leaf = any($4::bytea[]) or at <= $3) returning leaf
    )
    delete from counterpart_keys.announcement_key k using gone where k.relation = $1 and k.leaf = gone.leaf`,
}

interface Columns {
  leaf: Uint8Array
  index: number
  size: number
  at: number
  ciphertext: Uint8Array
  wrapped: Uint8Array | null
}

export async function readAnnounced(
  session: Session,
  relation: Known,
  keys: AtRest,
): Promise<AnnouncedFound[]> {
  const rows = await session.rows<Columns>(READ, [relation.id])
  return rows.map(({ leaf, index, size, at, ciphertext, wrapped }) => ({
    leaf: hexOf(leaf),
    index,
    size,
    at,
    bytes:
      wrapped && unlessDamaged(() => keys.open(contextOf(relation, hexOf(leaf)), { wrapped, ciphertext })),
  }))
}

export function putAnnounced(session: Session, relation: Known, keys: AtRest, row: AnnouncedRow): void {
  const { ciphertext, wrapped } = keys.seal(contextOf(relation, row.leaf), row.bytes)
  session.send(PUT, [relation.id, hashOf(row.leaf), row.index, row.size, row.at, ciphertext, wrapped])
}

export function dropAnnounced(
  session: Session,
  relation: Known,
  size: number,
  heard: number,
  leaves: readonly string[],
): void {
  session.send(DROP, [relation.id, size, heard, leaves.map(hashOf)])
}

function contextOf(relation: Known, leaf: string): string[] {
  return ['announcement', relation.name, leaf]
}
