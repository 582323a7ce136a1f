/** The chain of logs of each side, and what came for a log that was closed. */
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
