/** Which entry of a keeper's log settles a guest's entry, also while the transaction is still writing it. */
import type { Party, SettlerOf } from '@counterpart/casework'
import type { Reader } from '../../store/store.ts'

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
  const found = new Map<Party, Map<number, { index: number; time: number } | null>>()
  const foundOf = (keeper: Party) => {
    const of = found.get(keeper) ?? new Map()
    found.set(keeper, of)
    return of
  }

  return {
    async prepare(keeper, guestIndexes) {
      // A settled entry stays settled; one that is not may be settled by the next entry.
      const of = foundOf(keeper)
      const open = guestIndexes.filter((guestIndex) => !of.get(guestIndex))
      const stored = open.filter((guestIndex) => guestIndex < (before[keeper] ?? 0))
      const known = stored.length > 0 ? await reader.settlers(keeper, [...new Set(stored)]) : null
      for (const guestIndex of open) {
        if (of.get(guestIndex)) continue
        const settler =
          known?.get(guestIndex) ?? fresh(keeper).find(({ running }) => running > guestIndex) ?? null
        of.set(guestIndex, settler && { index: settler.index, time: settler.time })
      }
    },
    known(keeper, settled) {
      for (const [guestIndex, settler] of settled) foundOf(keeper).set(guestIndex, settler)
    },
    reach: (keeper) => Math.max(before[keeper] ?? 0, ...fresh(keeper).map(({ running }) => running)),
    of: (keeper) => {
      const of = foundOf(keeper)
      return (guestIndex) => of.get(guestIndex) ?? null
    },
  }
}
