/**
 * What is read at once has to fit into memory: one act of a few bytes may name all that its author put into a dossier in years,
 * and whoever runs out of memory over it does so again with each repeat. Asked for beforehand where it may be much: what is
 * stored says its length without being read. A batch that is refused for it comes again in smaller ones.
 */
import { NodeError } from '../../errors.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'

/** Bytes as they are stored; what is made of them takes several times as much. */
const MOST_BYTES = 256 * 1024 * 1024
/** Entries of the dossiers that are read together. */
export const MOST_ROWS = 500_000

const SIZES = {
  parts: {
    /** Of so many one message could have brought all. */
    few: 16,
    statement: {
      name: 'parts-size',
      text: `select coalesce(sum(octet_length(ciphertext)), 0)::float8 as bytes from counterpart.part_body
        where relation = $1 and leaf = any($2::bytea[])`,
    },
  },
  dossiers: {
    few: 64,
    statement: {
      name: 'dossiers-size',
      text: `select coalesce(sum(octet_length(body)), 0)::float8 as bytes from counterpart.dossier
        where relation = $1 and id = any($2::bytea[])`,
    },
  },
} as const satisfies Record<string, { few: number; statement: Statement }>

/** @throws NodeError `dossier-too-large` */
export async function checkRoom(
  session: Session,
  relation: Known,
  what: keyof typeof SIZES,
  ids: readonly Uint8Array[],
): Promise<void> {
  const { few, statement } = SIZES[what]
  if (ids.length <= few) return
  const [found] = await session.rows<{ bytes: number }>(statement, [relation.id, ids])
  if ((found?.bytes ?? 0) > MOST_BYTES) throw tooMuch()
}

export function checkRows<R>(rows: R[]): R[] {
  if (rows.length > MOST_ROWS) throw tooMuch()
  return rows
}

function tooMuch(): NodeError {
  return new NodeError({
    code: 'dossier-too-large',
    message: 'one dossier, or several that are named together, hold more than is read at once',
  })
}
