/** Finds which entry of one log settles an entry of the other, in memory. */
import type { EntryRow } from '../store.ts'
import { MemoryRetentionReader } from './retention-reader.ts'

export class MemorySettlerReader extends MemoryRetentionReader {
  settler(keeper: string, guestIndex: number): Promise<{ index: number; time: number } | null> {
    return this.call('settler', () => this.#settler(keeper, guestIndex))
  }

  settlers(
    keeper: string,
    guestIndexes: readonly number[],
  ): Promise<Map<number, { index: number; time: number }>> {
    return this.call('settlers', () => {
      const found = new Map<number, { index: number; time: number }>()
      for (const guest of guestIndexes) {
        const settler = this.#settler(keeper, guest)
        if (settler) found.set(guest, settler)
      }
      return found
    })
  }

  #settler(keeper: string, guestIndex: number): { index: number; time: number } | null {
    const { log, size } = this.log(keeper)
    let low = 0
    let high = size
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((log.entries[middle]?.running ?? 0) > guestIndex) high = middle
      else low = middle + 1
    }
    const entry = low < size ? log.entries[low] : undefined
    return entry === undefined ? null : { index: entry.index, time: entry.time }
  }

  markFrom(side: string, from: number, behind = -1): Promise<EntryRow | null> {
    return this.call('markFrom', () => this.#markFrom(side, from, behind, () => true))
  }

  markOver(side: string, from: number, to: number | null, behind = -1): Promise<EntryRow | null> {
    return this.call('markOver', () => {
      const { own } = this.log(side)
      const isOver = ({ running }: EntryRow) =>
        this.rows.notes.get(`${own ? 'theirs' : 'ours'} ${running}`, this.version) !== undefined
      const found = this.#markFrom(side, from, behind, isOver)
      return found === null || found.running > (to ?? found.running) ? null : found
    })
  }

  #markFrom(side: string, from: number, behind: number, fits: (mark: EntryRow) => boolean): EntryRow | null {
    const { log, size } = this.log(side)
    for (let at = this.#settler(side, from - 1)?.index ?? size; at < size; at++) {
      const entry = log.entries[at]
      if (entry?.kind !== 'mark' || entry.lowered || !fits(entry)) continue
      if (entry.running > from || entry.index > behind) return { ...entry }
    }
    return null
  }
}
