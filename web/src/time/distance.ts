/** How far a day or a moment lies from now, as one counts it: so a year that was mistyped is seen. */
import { DAY } from '@counterpart/casework/civil'
import { beginningOf, instantOf } from './instant.ts'

export interface Distance {
  /** Ahead where positive. */
  value: number
  unit: 'day' | 'month' | 'year'
}

/** From here on there are two months of whatever length: one would be said as the next or the last. */
const MONTHS_FROM = 62
const YEARS_FROM = 24

/**
 * `written`: a whole date, which is a day of the reader's calendar, or seconds UTC; `null` where it is neither. `now`:
 * seconds UTC.
 */
export function distanceOf(written: unknown, now: number): Distance | null {
  const day = dayOf(written)
  if (day === null) return null
  const today = midnight(instantOf(now))
  const days = Math.round((day - today) / (DAY * 1000))
  if (Math.abs(days) < MONTHS_FROM) return { value: days, unit: 'day' }
  const months = Math.sign(days) * monthsFrom(Math.min(day, today), Math.max(day, today))
  if (Math.abs(months) < YEARS_FROM) return { value: months, unit: 'month' }
  return { value: Math.trunc(months / 12), unit: 'year' }
}

/** Whole ones of the calendar. */
function monthsFrom(earlier: number, later: number): number {
  const [from, to] = [new Date(earlier), new Date(later)]
  const years = to.getUTCFullYear() - from.getUTCFullYear()
  const begun = to.getUTCDate() < from.getUTCDate() ? 1 : 0
  return years * 12 + to.getUTCMonth() - from.getUTCMonth() - begun
}

function dayOf(written: unknown): number | null {
  if (typeof written === 'number') return midnight(instantOf(written))
  const found = typeof written === 'string' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(written) : null
  if (!found) return null
  const [year, month, day] = found.slice(1).map(Number)
  return beginningOf(year ?? 0, (month ?? 1) - 1, day ?? 1)
}

/** Of the day that the reader's calendar shows, where all days are as long. */
function midnight(at: Date): number {
  return beginningOf(at.getFullYear(), at.getMonth(), at.getDate())
}
