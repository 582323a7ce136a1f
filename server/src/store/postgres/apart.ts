/**
 * What came of logs that had ended. The newest row of a side has the sums of all before it, so that what is kept is
 * weighed without being read; every other read begins and ends at an index.
 */
import { type ApartPlace, apartWeights } from '../epochs.ts'
import type { ApartRow, PartRow } from '../store.ts'
import { FileReader } from './files.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'
import { hashOf, hashOrNull, hexOf, joinHashes, splitHashes } from './values.ts'

const COLUMNS = 'epoch, index, leaf, bytes, note, frontier, at'

const FROM: Statement = {
  name: 'apart-from',
  text: `select ${COLUMNS} from (
      select *, sum(octet_length(bytes) + octet_length(note)) over w as total, row_number() over w as place from (
        select ${COLUMNS} from counterpart.apart
        where relation = $1 and own = $2 and (epoch, index) >= ($3::integer, $4::bigint)
        order by epoch, index limit $5
      ) page window w as (order by epoch, index)
    ) weighed where total <= $6 or place = 1 order by epoch, index`,
}

const INDEXES: Statement = {
  name: 'apart-indexes',
  text: `select index from counterpart.apart
    where relation = $1 and own = $2 and epoch = $3 and index >= $4 and index < $5 order by index`,
}

const END: Statement = {
  name: 'apart-end',
  text: `select index + 1 as after from counterpart.apart
    where relation = $1 and own = $2 and epoch = $3 order by index desc limit 1`,
}

const FRONTIER: Statement = {
  name: 'apart-frontier',
  text: `select frontier from counterpart.apart
    where relation = $1 and own = $2 and epoch = $3 and index = $4`,
}

const SINCE: Statement = {
  name: 'apart-since',
  text: `select ${COLUMNS} from counterpart.apart
    where relation = $1 and own = $2 and at >= $3 order by epoch, index`,
}

const BY_LEAF: Statement = {
  name: 'apart-by-leaf',
  text: `select own, ${COLUMNS} from counterpart.apart
    where relation = $1 and leaf = $2 order by at, own desc, epoch, index limit 1`,
}

const WEIGHT: Statement = {
  name: 'apart-weight',
  text: `select count as entries, total as bytes from counterpart.apart
    where relation = $1 and own = $2 order by count desc limit 1`,
}

/** For whoever looks at how they are planned. */
export const STATEMENTS = { FROM, INDEXES, END, FRONTIER, SINCE, BY_LEAF, WEIGHT } as const

const PUT: Statement = {
  name: 'apart-put',
  text: `insert into counterpart.apart
      (relation, own, epoch, index, leaf, bytes, note, frontier, at, count, total)
    select $1, $2, $3::integer, $4::bigint, $5::bytea, $6::bytea, $7::text, $8::bytea, $9::bigint,
      coalesce(last.count, 0) + 1, coalesce(last.total, 0) + $10::bigint
    from (select) one left join lateral (
      select count, total from counterpart.apart where relation = $1 and own = $2 order by count desc limit 1
    ) last on true
    on conflict (relation, own, epoch, index) do nothing`,
}

interface ApartColumns {
  epoch: number
  index: number
  leaf: Uint8Array
  bytes: Uint8Array
  note: string
  frontier: Uint8Array
  at: number
}

export class ApartReader extends FileReader {
  async apart(
    side: string,
    { epoch, index }: ApartPlace,
    most: { entries: number; bytes: number },
  ): Promise<ApartRow[]> {
    return this.#rows(FROM, side, [epoch, index, most.entries, most.bytes])
  }

  async apartIndexes(side: string, epoch: number, from: number, to: number): Promise<number[]> {
    const rows = await this.session.rows<{ index: number }>(INDEXES, [...this.#of(side), epoch, from, to])
    return rows.map(({ index }) => index)
  }

  async apartEnd(side: string, epoch: number): Promise<number | null> {
    const [row] = await this.session.rows<{ after: number }>(END, [...this.#of(side), epoch])
    return row?.after ?? null
  }

  async apartFrontier(side: string, { epoch, index }: ApartPlace): Promise<Uint8Array[] | null> {
    const values = [...this.#of(side), epoch, index]
    const [row] = await this.session.rows<{ frontier: Uint8Array }>(FRONTIER, values)
    return row ? splitHashes(row.frontier) : null
  }

  async apartSince(side: string, at: number): Promise<ApartRow[]> {
    return this.#rows(SINCE, side, [at])
  }

  async apartByLeaf(leaf: string): Promise<ApartRow | null> {
    const hash = hashOrNull(leaf)
    if (hash === null) return null
    const { id, ours, theirs } = this.relation
    const [row] = await this.session.rows<ApartColumns & { own: boolean }>(BY_LEAF, [id, hash])
    if (!row) return null
    const { own, ...columns } = row
    return rowOf(own ? ours : theirs, columns)
  }

  async apartWeight(side: string): Promise<{ entries: number; bytes: number }> {
    const [row] = await this.session.rows<{ entries: number; bytes: number }>(WEIGHT, this.#of(side))
    return row ?? { entries: 0, bytes: 0 }
  }

  async #rows(statement: Statement, side: string, values: unknown[]): Promise<ApartRow[]> {
    const rows = await this.session.rows<ApartColumns>(statement, [...this.#of(side), ...values])
    return rows.map((row) => rowOf(side, row))
  }

  #of(side: string): unknown[] {
    return [this.relation.id, side === this.relation.ours]
  }
}

function rowOf(side: string, { leaf, bytes, frontier, ...row }: ApartColumns): ApartRow {
  return {
    side,
    leaf: hexOf(leaf),
    bytes: new Uint8Array(bytes),
    frontier: splitHashes(frontier),
    ...row,
  }
}

export function putApart(
  session: Session,
  relation: Known,
  rows: readonly ApartRow[],
  parts: readonly PartRow[],
): void {
  const weights = apartWeights(rows, parts)
  for (const [place, { side, epoch, index, leaf, bytes, note, frontier, at }] of rows.entries())
    session.send(PUT, [
      relation.id,
      side === relation.ours,
      epoch,
      index,
      hashOf(leaf),
      bytes,
      note,
      joinHashes(frontier),
      at,
      weights[place],
    ])
}
