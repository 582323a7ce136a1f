/** Which entry of a keeper's log settles a guest's entry, also while the transaction is still writing it. */
import type { Party, SettlerOf } from '@counterpart/casework'
import type { Reader } from '../store/store.ts'

/** An entry of a keeper's log that this transaction adds, written already or about to be. */
export interface Fresh {
  index: number
  running: number
  time: number
}

export interface Settlers {
  /** To be awaited before `of` is asked about these indexes of the guest's log. */
  prepare(keeper: Party, guestIndexes: readonly number[]): Promise<void>
  /** What the caller knows already, by index of the guest's log. */
  known(keeper: Party, settled: ReadonlyMap<number, { index: number; time: number }>): void
  of(keeper: Party): SettlerOf
  /** How many entries of the guest's log are settled by the keeper's. */
  reach(keeper: Party): number
}

/** `before`: the running maximum of each log when the transaction began. */
export function newSettlers(
  reader: Reader,
  before: Readonly<Record<Party, number>>,
  fresh: (side: Party) => readonly Fresh[],
): Settlers {
  const found = new Map<string, { index: number; time: number } | null>()

  return {
    async prepare(keeper, guestIndexes) {
      // What is settled stays so; what is not may be by the next entry.
      const open = guestIndexes.filter((guestIndex) => !found.get(`${keeper}:${guestIndex}`))
      const stored = open.filter((guestIndex) => guestIndex < (before[keeper] ?? 0))
      const known = stored.length > 0 ? await reader.settlers(keeper, [...new Set(stored)]) : null
      for (const guestIndex of open) {
        const name = `${keeper}:${guestIndex}`
        if (found.get(name)) continue
        const settler =
          known?.get(guestIndex) ?? fresh(keeper).find(({ running }) => running > guestIndex) ?? null
        found.set(name, settler && { index: settler.index, time: settler.time })
      }
    },
    known(keeper, settled) {
      for (const [guestIndex, settler] of settled) found.set(`${keeper}:${guestIndex}`, settler)
    },
    reach: (keeper) => Math.max(before[keeper] ?? 0, ...fresh(keeper).map(({ running }) => running)),
    of: (keeper) => (guestIndex) => found.get(`${keeper}:${guestIndex}`) ?? null,
  }
}
