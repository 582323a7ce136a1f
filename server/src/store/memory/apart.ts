/** What came of logs that had ended. */
import { type ApartPlace, apartWeights } from '../epochs.ts'
import type { ApartRow, PartRow } from '../store.ts'
import { MemoryFileReader } from './file-reader.ts'
import type { Rows } from './rows.ts'

/** A row with what it weighed when it came. */
export type ApartKept = ApartRow & { weight: number }

export class MemoryApartReader extends MemoryFileReader {
  apart(
    side: string,
    { epoch, index }: ApartPlace,
    most: { entries: number; bytes: number },
  ): Promise<ApartRow[]> {
    return this.call('apart', () => {
      let bytes = 0
      return this.#of(side, (row) => row.epoch > epoch || (row.epoch === epoch && row.index >= index))
        .slice(0, most.entries)
        .filter((row, place) => {
          bytes += row.bytes.length + row.note.length
          return place === 0 || bytes <= most.bytes
        })
        .map(copyOf)
    })
  }

  apartIndexes(side: string, epoch: number, from: number, to: number): Promise<number[]> {
    return this.call('apartIndexes', () =>
      this.#of(side, (row) => row.epoch === epoch && row.index >= from && row.index < to).map(
        ({ index }) => index,
      ),
    )
  }

  apartEnd(side: string, epoch: number): Promise<number | null> {
    return this.call('apartEnd', () => {
      const last = this.#of(side, (row) => row.epoch === epoch).at(-1)
      return last ? last.index + 1 : null
    })
  }

  apartFrontier(side: string, { epoch, index }: ApartPlace): Promise<Uint8Array[] | null> {
    return this.call('apartFrontier', () => {
      const row = this.rows.apart.get(`${side} ${epoch} ${index}`, this.version)
      return row ? structuredClone(row.frontier) : null
    })
  }

  apartSince(side: string, at: number): Promise<ApartRow[]> {
    return this.call('apartSince', () => this.#of(side, (row) => row.at >= at).map(copyOf))
  }

  apartByLeaf(leaf: string): Promise<ApartRow | null> {
    return this.call('apartByLeaf', () => {
      const of = (side: string) => this.#of(side, (row) => row.leaf === leaf)
      const [first] = [...of(this.rows.ours), ...of(this.rows.theirs)].sort((a, b) => a.at - b.at)
      return first ? copyOf(first) : null
    })
  }

  apartWeight(side: string): Promise<{ entries: number; bytes: number }> {
    return this.call('apartWeight', () => {
      const rows = this.#of(side, () => true)
      return { entries: rows.length, bytes: rows.reduce((sum, { weight }) => sum + weight, 0) }
    })
  }

  #of(side: string, isAsked: (row: ApartKept) => boolean): ApartKept[] {
    return [...this.rows.apart.values(this.version)]
      .flatMap(([, row]) => (row.side === side && isAsked(row) ? [row] : []))
      .sort((a, b) => a.epoch - b.epoch || a.index - b.index)
  }
}

function copyOf({ weight: _, ...row }: ApartKept): ApartRow {
  return structuredClone(row)
}

export function keepApart(
  rows: Rows,
  version: number,
  found: readonly ApartRow[],
  parts: readonly PartRow[],
): void {
  const weights = apartWeights(found, parts)
  for (const [place, row] of found.entries()) {
    const key = `${row.side} ${row.epoch} ${row.index}`
    if (rows.apart.get(key, version) !== undefined) continue
    rows.apart.set(key, { ...structuredClone(row), weight: weights[place] ?? 0 }, version)
  }
}
