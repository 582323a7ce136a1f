/**
 * Looks for what entries enclose, is on record as here, and is not on this disk: no backup of the database holds files,
 * and a disk can be lost alone. One page after the other, once after a start and once after our log was taken back; what could not
 * be had is looked for again later, for the other side's operators may have to allow it.
 */
import type { FileRow } from '../store/store.ts'
import type { FileKeep } from '../uses/file/file-keep.ts'
import type { Node, Relation } from '../uses/relation.ts'

/** `none`: it is not to be had now. `line`: nobody can say. */
export type Returned = 'done' | 'none' | 'line'

const PAGE = 50
/** Files of our entries and of theirs. */
const LOOKED_FOR = [
  { state: 'held', own: true },
  { state: 'here', own: true },
  { state: 'held', own: false },
  { state: 'here', own: false },
] as const
/** Seconds. */
const AGAIN = 600
const AFTER_LINE = 15

export class LostFiles {
  readonly #node: Node
  readonly #keep: FileKeep
  readonly #relation: Relation
  #epoch = 0
  #kind = 0
  #from: FileRow | null = null
  #isMissing = false
  #byLine = false
  /** By the node's monotonic clock, seconds. */
  #due = 0

  constructor(node: Node, keep: FileKeep, relation: Relation) {
    this.#node = node
    this.#keep = keep
    this.#relation = relation
  }

  /** The other side was heard: what waits for the line alone goes on. */
  signOfLife(): void {
    if (this.#byLine) this.#due = 0
  }

  /** One page; returns how long to wait for the next, in seconds. */
  async round(fetch: (row: FileRow) => Promise<Returned>): Promise<number> {
    const now = this.#node.monotonic()
    if (this.#epoch !== this.#relation.epoch) this.#begin()
    else if (now < this.#due) return this.#due - now
    else if (this.#kind === LOOKED_FOR.length) this.#begin()
    const { state, own } = LOOKED_FOR[this.#kind] ?? LOOKED_FOR[0]
    this.#byLine = false
    const page = await this.#node.store.read(this.#relation.id, (reader) =>
      reader.filesIn(state, own, PAGE, this.#from ?? 'oldest'),
    )
    for (const row of page) {
      if ((await this.#keep.folder.size(row.digest)) === null) {
        const returned = await fetch(row)
        if (returned === 'line') {
          this.#byLine = true
          this.#due = this.#node.monotonic() + AFTER_LINE
          return AFTER_LINE
        }
        if (returned === 'none') this.#isMissing = true
      }
      this.#from = row
    }
    if (page.length === PAGE) return 0
    this.#kind += 1
    this.#from = null
    if (this.#kind < LOOKED_FOR.length) return 0
    this.#due = this.#isMissing ? this.#node.monotonic() + AGAIN : Number.POSITIVE_INFINITY
    return this.#due - this.#node.monotonic()
  }

  #begin(): void {
    this.#epoch = this.#relation.epoch
    this.#kind = 0
    this.#from = null
    this.#isMissing = false
    this.#due = 0
  }
}
