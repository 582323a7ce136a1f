/** The chain of logs of each side, and the nodes of their trees. */
import { NodeError } from '../../errors.ts'
import type { EpochRow } from '../store.ts'
import { ApartReader } from './apart.ts'
import { closingTime } from './closing-questions.ts'
import type { Known } from './heads.ts'
import type { Session, Statement } from './session.ts'

const EPOCHS: Statement = {
  name: 'epochs',
  text: 'select own, number, base, keys from counterpart.epoch where relation = $1 order by own, number',
}

const NODES: Statement = {
  name: 'nodes',
  text: `select (
      select n.hash from counterpart.tree_node n
      where n.relation = $1 and n.own = $2 and n.epoch = $5 and n.level = a.level and n.index = a.index
    ) as hash
    from unnest($3::smallint[], $4::bigint[]) with ordinality as a(level, index, place) order by a.place`,
}

const PUT_EPOCH: Statement = {
  name: 'epoch-put',
  text: `insert into counterpart.epoch (relation, own, number, base, keys) values ($1, $2, $3, $4, $5::text[])
    on conflict do nothing`,
}

export class EpochReader extends ApartReader {
  async epochs(): Promise<EpochRow[]> {
    const rows = await this.session.rows<Omit<EpochRow, 'side'> & { own: boolean }>(EPOCHS, [
      this.relation.id,
    ])
    return rows.map(({ own, number, base, keys }) => ({ side: this.#side(own), number, base, keys }))
  }

  async closingTime(epoch: number, nonce: Uint8Array): Promise<number | null> {
    return closingTime(this.session, this.relation, epoch, nonce)
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
