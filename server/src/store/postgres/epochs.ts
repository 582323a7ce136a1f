/** The chain of logs of each side, and what came for a log that was closed. */
import { NodeError } from '../../errors.ts'
import type { ApartRow, EpochRow } from '../store.ts'
import { FileReader } from './files.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'
import { hashOf, hexOf } from './values.ts'

const EPOCHS: Statement = {
  name: 'epochs',
  text: 'select own, number, base, keys from counterpart.epoch where relation = $1 order by own, number',
}

const APART: Statement = {
  name: 'apart',
  text: `select own, epoch, index, leaf, bytes, note, at from counterpart.apart
    where relation = $1 order by epoch, index, own`,
}

const WEIGHT: Statement = {
  name: 'apart-weight',
  text: `select count(*)::integer as entries, coalesce(sum(octet_length(a.bytes) + octet_length(a.note) + (
      select coalesce(sum(octet_length(b.ciphertext)), 0) from counterpart.part_body b
      where b.relation = a.relation and b.leaf = a.leaf
    )), 0)::bigint as bytes
    from counterpart.apart a where a.relation = $1 and a.own = $2`,
}

const NODES: Statement = {
  name: 'nodes',
  text: `select n.hash from unnest($3::smallint[], $4::bigint[]) with ordinality as a(level, index, place)
    left join counterpart.tree_node n
      on n.relation = $1 and n.own = $2 and n.epoch = $5 and n.level = a.level and n.index = a.index
    order by a.place`,
}

const PUT_EPOCH: Statement = {
  name: 'epoch-put',
  text: `insert into counterpart.epoch (relation, own, number, base, keys) values ($1, $2, $3, $4, $5::text[])
    on conflict do nothing`,
}

const PUT_APART: Statement = {
  name: 'apart-put',
  text: `insert into counterpart.apart (relation, own, epoch, index, leaf, bytes, note, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
}

export class EpochReader extends FileReader {
  async epochs(): Promise<EpochRow[]> {
    const rows = await this.session.rows<Omit<EpochRow, 'side'> & { own: boolean }>(EPOCHS, [
      this.relation.id,
    ])
    return rows.map(({ own, number, base, keys }) => ({ side: this.#side(own), number, base, keys }))
  }

  async apart(): Promise<ApartRow[]> {
    const rows = await this.session.rows<
      Omit<ApartRow, 'side' | 'leaf'> & { own: boolean; leaf: Uint8Array }
    >(APART, [this.relation.id])
    return rows.map(({ own, leaf, bytes, ...row }) => ({
      side: this.#side(own),
      leaf: hexOf(leaf),
      bytes: new Uint8Array(bytes),
      ...row,
    }))
  }

  async apartWeight(side: string): Promise<{ entries: number; bytes: number }> {
    const [row] = await this.session.rows<{ entries: number; bytes: number }>(WEIGHT, [
      this.relation.id,
      side === this.relation.ours,
    ])
    return row ?? { entries: 0, bytes: 0 }
  }

  async nodes(side: string, epoch: number, at: { level: number; index: number }[]): Promise<Uint8Array[]> {
    const levels = at.map((one) => one.level)
    const places = at.map((one) => one.index)
    const values = [this.relation.id, side === this.relation.ours, levels, places, epoch]
    const rows = await this.session.rows<{ hash: Uint8Array | null }>(NODES, values)
    return rows.map(({ hash }) => {
      if (hash === null) throw new NodeError({ code: 'entry-damaged', message: 'a tree node is missing' })
      return hash
    })
  }

  #side(own: boolean): string {
    return own ? this.relation.ours : this.relation.theirs
  }
}

export function putEpoch(session: Session, relation: Known, own: boolean, row: EpochRow): void {
  session.send(PUT_EPOCH, [relation.id, own, row.number, row.base, row.keys])
}

export function putApart(session: Session, relation: Known, rows: readonly ApartRow[]): void {
  for (const { side, epoch, index, leaf, bytes, note, at } of rows)
    session.send(PUT_APART, [
      relation.id,
      side === relation.ours,
      epoch,
      index,
      hashOf(leaf),
      bytes,
      note,
      at,
    ])
}
