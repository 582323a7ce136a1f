/**
 * The order of a dossier's entries, from the two logs alone. The keeper's entries stand as recorded; a
 * guest's entry stands directly before the first keeper's entry whose running `seen` covers it. Two
 * entries in settled order never change places, because nothing but the keeper's bytes decides it.
 */
import type { Entry, Party, Placed } from './entry.ts'

/** The first entry of the keeper's log whose running `seen` is above a guest's index; `null` when there is none. */
export type SettlerOf = (guestIndex: number) => { index: number; time: number } | null

/**
 * The entries of one dossier in their places, without the rest of the logs. An unreadable entry
 * is in no dossier and settles nothing, because it does not raise the running `seen`.
 *
 * `known`: how many entries of the keeper's log are held; the cut of what is on its way ends there.
 */
export function placeDossier(
  entries: readonly Entry[],
  keeper: Party,
  settlerOf: SettlerOf,
  known: number = Number.MAX_SAFE_INTEGER,
): Placed[] {
  return entries
    .map((entry) => (entry.side === keeper ? keeperAt(entry) : guestAt(entry, settlerOf(entry.index), known)))
    .sort(byPlace)
}

/** The guest's entry at the place its settler gives it; provisional after everything known when there is none. */
export function guestAt(
  entry: Entry,
  settler: { index: number; time: number } | null,
  known: number,
): Placed {
  return {
    entry,
    by: 'guest',
    settler: settler?.index ?? null,
    time: settler?.time ?? null,
    cut: { keeper: settler?.index ?? known, guest: entry.index },
  }
}

function keeperAt(entry: Entry): Placed {
  return {
    entry,
    by: 'keeper',
    settler: entry.index,
    time: entry.header?.time ?? 0,
    cut: { keeper: entry.index, guest: entry.running },
  }
}

function byPlace(a: Placed, b: Placed): number {
  const first = a.settler ?? Number.POSITIVE_INFINITY
  const second = b.settler ?? Number.POSITIVE_INFINITY
  if (first !== second) return first < second ? -1 : 1
  if (a.by !== b.by) return a.by === 'guest' ? -1 : 1
  return a.entry.index - b.entry.index
}

/** `SettlerOf` over a whole log in memory, in O(log n). */
export function settlerIn(keeperLog: readonly Entry[]): SettlerOf {
  return (guestIndex) => {
    let low = 0
    let high = keeperLog.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((keeperLog[middle]?.running ?? 0) > guestIndex) high = middle
      else low = middle + 1
    }
    const entry = keeperLog[low]
    // Only a header raises the running `seen`, so a settler always has one.
    return entry?.header ? { index: low, time: entry.header.time } : null
  }
}
