import type { AsidePlace, AsideRow, CarriedRow, PouchStore } from '../pouches.ts'

/** What a node keeps of pouches, in memory, for tests. */
export class MemoryPouches implements PouchStore {
  readonly #aside = new Map<string, AsidePlace & { relation: string; sealed: Uint8Array }>()
  readonly #carried = new Map<string, CarriedRow & { relation: string }>()

  async putAside(relation: string, { epoch, start, end }: AsidePlace, sealed: Uint8Array): Promise<void> {
    const place = { epoch, start, end }
    this.#aside.set(keyOf(relation, place), { relation, ...place, sealed: sealed.slice() })
  }

  async aside(relation: string): Promise<AsideRow[]> {
    return [...this.#aside.values()]
      .filter((one) => one.relation === relation)
      .map(({ epoch, start, end, sealed }) => ({ epoch, start, end, bytes: sealed.length }))
      .sort((a, b) => a.start - b.start || a.end - b.end || a.epoch - b.epoch)
  }

  async sealed(relation: string, place: AsidePlace): Promise<Uint8Array | null> {
    return this.#aside.get(keyOf(relation, place))?.sealed ?? null
  }

  async dropAside(relation: string, place: AsidePlace): Promise<void> {
    this.#aside.delete(keyOf(relation, place))
  }

  async putCarried(relation: string, row: CarriedRow): Promise<void> {
    this.#carried.set(`${relation} ${row.way}`, { relation, ...row })
  }

  async carried(relation: string): Promise<CarriedRow[]> {
    return [...this.#carried.values()]
      .filter((one) => one.relation === relation)
      .map(({ way, at, start, end }) => ({ way, at, start, end }))
  }
}

function keyOf(relation: string, { epoch, start, end }: AsidePlace): string {
  return `${relation} ${epoch} ${start} ${end}`
}
