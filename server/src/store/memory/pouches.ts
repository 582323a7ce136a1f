import type { AsidePlace, AsideRow, CarriedRow, PouchStore } from '../pouches.ts'

/** What a node keeps of pouches, in memory, for tests. */
export class MemoryPouches implements PouchStore {
  readonly #aside = new Map<string, AsidePlace & { relation: string; sealed: Uint8Array }>()
  readonly #carried = new Map<string, CarriedRow & { relation: string }>()

  async putAside(relation: string, { start, end }: AsidePlace, sealed: Uint8Array): Promise<void> {
    this.#aside.set(keyOf(relation, { start, end }), { relation, start, end, sealed: sealed.slice() })
  }

  async aside(relation: string): Promise<AsideRow[]> {
    return [...this.#aside.values()]
      .filter((one) => one.relation === relation)
      .map(({ start, end, sealed }) => ({ start, end, bytes: sealed.length }))
      .sort((a, b) => a.start - b.start || a.end - b.end)
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

function keyOf(relation: string, { start, end }: AsidePlace): string {
  return `${relation} ${start} ${end}`
}
