import { dateOf, type PartialDate, type Slots } from './read.ts'

/** The slots that say when something was, the most telling first: the order a review has them in. */
const TIMES = ['begins', 'signed', 'said', 'stated', 'planned']

/** The earliest day it can have been: orders what has no date, and is none itself. */
const EARLIEST = 'not-before'

/** When something was, or was to be; `null` where no date is known. */
export function whenOf(slots: Slots): PartialDate | null {
  return firstOf(slots, TIMES)
}

function firstOf(slots: Slots, names: readonly string[]): PartialDate | null {
  for (const name of names) {
    const found = dateOf(slots[name])
    if (found) return found
  }
  return null
}

/** By the time it was, what has none last; then by what the record calls it. */
export function byTime(
  a: { slots: Slots; record: string | null; id: string },
  b: { slots: Slots; record: string | null; id: string },
): number {
  const [one, other] = [a, b].map(({ slots }) => firstOf(slots, [...TIMES, EARLIEST])?.date ?? '9999')
  if (one === undefined || other === undefined) return 0
  if (one !== other) return one < other ? -1 : 1
  return byName(a, b)
}

/** `C-2` before `C-10`. */
export function byName(
  a: { record: string | null; id: string },
  b: { record: string | null; id: string },
): number {
  return (a.record ?? a.id).localeCompare(b.record ?? b.id, 'en', { numeric: true })
}
