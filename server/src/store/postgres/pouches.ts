import type { Kysely } from 'kysely'
import type { AsidePlace, AsideRow, CarriedRow, PouchStore } from '../pouches.ts'
import { failing } from './failure.ts'
import type { Tables } from './tables.ts'

export class PostgresPouches implements PouchStore {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  async putAside(relation: string, { epoch, start, end }: AsidePlace, sealed: Uint8Array): Promise<void> {
    await failing(
      this.#db
        .insertInto('counterpart.pouch_aside')
        .values({ relation, epoch, first: start, after: end, bytes: sealed.length, sealed })
        .onConflict((on) =>
          on.columns(['relation', 'epoch', 'first', 'after']).doUpdateSet({ bytes: sealed.length, sealed }),
        )
        .execute(),
    )
  }

  async aside(relation: string): Promise<AsideRow[]> {
    return failing(
      this.#db
        .selectFrom('counterpart.pouch_aside')
        .select(['epoch', 'first as start', 'after as end', 'bytes'])
        .where('relation', '=', relation)
        .orderBy('first')
        .orderBy('after')
        .orderBy('epoch')
        .execute(),
    )
  }

  async sealed(relation: string, { epoch, start, end }: AsidePlace): Promise<Uint8Array | null> {
    const row = await failing(
      this.#db
        .selectFrom('counterpart.pouch_aside')
        .select('sealed')
        .where('relation', '=', relation)
        .where('epoch', '=', epoch)
        .where('first', '=', start)
        .where('after', '=', end)
        .executeTakeFirst(),
    )
    return row?.sealed ?? null
  }

  async dropAside(relation: string, { epoch, start, end }: AsidePlace): Promise<void> {
    await failing(
      this.#db
        .deleteFrom('counterpart.pouch_aside')
        .where('relation', '=', relation)
        .where('epoch', '=', epoch)
        .where('first', '=', start)
        .where('after', '=', end)
        .execute(),
    )
  }

  async putCarried(relation: string, { way, at, start, end }: CarriedRow): Promise<void> {
    const row = { at, first: start, after: end }
    await failing(
      this.#db
        .insertInto('counterpart.pouch_carried')
        .values({ relation, way, ...row })
        .onConflict((on) => on.columns(['relation', 'way']).doUpdateSet(row))
        .execute(),
    )
  }

  async carried(relation: string): Promise<CarriedRow[]> {
    return failing(
      this.#db
        .selectFrom('counterpart.pouch_carried')
        .select(['way', 'at', 'first as start', 'after as end'])
        .where('relation', '=', relation)
        .execute(),
    )
  }
}
