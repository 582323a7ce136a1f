/** Pouches of one relation: what is to be carried, and what was brought. */
import { pouchName } from '@counterpart/protocol'
import type { PouchStore } from '../store/pouches.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { undelivered } from '../uses/send/batch.ts'
import type { Seals } from '../wire/seal.ts'
import { asideOf } from './aside.ts'
import { checkStarted, headOf, type PlannedFile, planFiles, type Stretch, type Wish } from './plan.ts'
import { closeGaps, readPouch, type Taken } from './read-pouch.ts'
import type { Shelf } from './shelf.ts'
import { writePouch } from './write-pouch.ts'

export interface PouchState {
  /** Entries of our log that the other side has receipted, and all there are. */
  receipted: number
  size: number
  /** Acts of ours without a receipt, and the time of the oldest. */
  waiting: number
  oldest: number | null
  /** What is held of the other side's log, and what waits for a part before it. */
  held: number
  aside: { start: number; end: number }[]
  /** When and what was carried last, either way. */
  out: { at: number; start: number; end: number } | null
  in: { at: number; start: number; end: number } | null
}

/** Owns what is put aside: one message at a time, whichever pouch or line it comes by. */
export class Pouches implements AsyncDisposable {
  readonly #shelf: Shelf
  readonly #silence: () => void
  #last: Promise<unknown> = Promise.resolve()
  /** Whether anything may be put aside. */
  #waits = true

  constructor(node: Node, relation: Relation, seals: Seals, pouches: PouchStore) {
    this.#shelf = { node, relation, seals, pouches }
    this.#silence = node.events.listen((event) => {
      if (event.kind === 'changed' && event.relation === relation.id) this.closeGaps().catch(() => undefined)
    })
  }

  get relation(): Relation {
    return this.#shelf.relation
  }

  plan(wish: Wish): Promise<PlannedFile[]> {
    const { node, relation, seals } = this.#shelf
    return planFiles(node, relation, seals, wish)
  }

  nameOf(stretch: Stretch): string {
    return pouchName(headOf(this.#shelf.relation, this.#shelf.seals, stretch))
  }

  /** The bytes of one file; what was written to its end is kept as what was carried last. */
  async *write(stretch: Stretch, batch?: number): AsyncGenerator<Uint8Array> {
    const { node, relation, seals, pouches } = this.#shelf
    yield* writePouch(node, relation, seals, stretch, batch)
    const { start, end } = stretch
    // Pieces of files are behind what was carried of the log.
    if (!stretch.pieces) await pouches.putCarried(relation.id, { way: 'out', at: node.clock(), start, end })
  }

  /** Nothing is read while nothing may be signed: what came could not be receipted. @throws as `readPouch` */
  async read(chunks: AsyncIterable<Uint8Array>): Promise<Taken> {
    checkStarted(this.#shelf.node, this.#shelf.relation)
    this.#waits = true
    let taken: Taken
    try {
      taken = await readPouch(this.#shelf, chunks, (work) => this.#alone(work))
    } catch (error) {
      // What is kept apart closes gaps, too, and is refused; what goes wrong here is told by the next who looks.
      await this.closeGaps().catch(() => undefined)
      throw error
    }
    await this.closeGaps()
    return taken
  }

  /** What came by the line may have closed a gap as well. */
  async closeGaps(): Promise<void> {
    if (!this.#waits) return
    await this.#alone(async () => {
      if (this.#waits && this.#shelf.relation.start === 'confirmed')
        this.#waits = await closeGaps(this.#shelf)
    })
  }

  /** For a scrub. */
  aside(): ReturnType<typeof asideOf> {
    return asideOf(this.#shelf)
  }

  async state(): Promise<PouchState> {
    const { node, relation, pouches } = this.#shelf
    const [carried, aside] = await Promise.all([pouches.carried(relation.id), pouches.aside(relation.id)])
    const last = (way: 'in' | 'out') => {
      const row = carried.find((one) => one.way === way)
      return row ? { at: row.at, start: row.start, end: row.end } : null
    }
    return node.store.read(relation.id, async (reader) => {
      const { waiting, heads, receipted } = await undelivered(relation, reader)
      return {
        receipted,
        size: heads.ours.size,
        waiting: waiting.size,
        oldest: waiting.oldest,
        held: heads.theirs.size,
        aside: aside.map(({ start, end }) => ({ start, end })),
        out: last('out'),
        in: last('in'),
      }
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#silence()
    await this.#last
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work)
    this.#last = mine.catch(() => undefined)
    return mine
  }
}
