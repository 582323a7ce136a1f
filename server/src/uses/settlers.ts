/** Which entry of a keeper's log settles a guest's entry, also while the transaction is still writing it. */
import type { Party, SettlerOf } from '@counterpart/casework'
import type { Reader } from '../store/store.ts'
import { allOf } from './all-of.ts'

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

  async function find(keeper: Party, guestIndex: number): Promise<{ index: number; time: number } | null> {
    if (guestIndex < (before[keeper] ?? 0)) return reader.settler(keeper, guestIndex)
    const settler = fresh(keeper).find((entry) => entry.running > guestIndex)
    return settler ? { index: settler.index, time: settler.time } : null
  }

  return {
    async prepare(keeper, guestIndexes) {
      await allOf(
        guestIndexes.map(async (guestIndex) => {
          const name = `${keeper}:${guestIndex}`
          // What is settled stays so; what is not may be by the next entry.
          if (!found.get(name)) found.set(name, await find(keeper, guestIndex))
        }),
      )
    },
    known(keeper, settled) {
      for (const [guestIndex, settler] of settled) found.set(`${keeper}:${guestIndex}`, settler)
    },
    reach: (keeper) => Math.max(before[keeper] ?? 0, ...fresh(keeper).map(({ running }) => running)),
    of: (keeper) => (guestIndex) => found.get(`${keeper}:${guestIndex}`) ?? null,
  }
}
