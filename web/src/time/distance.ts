/** How far a day or a moment lies from now, as one counts it: so a year that was mistyped is seen. */
import { instantOf } from './instant.ts'

export interface Distance {
  /** Ahead where positive. */
  value: number
  unit: 'day' | 'month' | 'year'
}

const DAY = 24 * 60 * 60 * 1000
const MONTHS_FROM = 60
const YEARS_FROM = 730

/**
 * `written`: a whole date, which is a day of the reader's calendar, or seconds UTC; `null` where it is neither. `now`:
 * seconds UTC.
 */
export function distanceOf(written: unknown, now: number): Distance | null {
  const day = dayOf(written)
  if (day === null) return null
  const days = Math.round((day - midnight(instantOf(now))) / DAY)
  const size = Math.abs(days)
  if (size < MONTHS_FROM) return { value: days, unit: 'day' }
  if (size < YEARS_FROM) return { value: Math.trunc(days / 30.44), unit: 'month' }
  return { value: Math.trunc(days / 365.25), unit: 'year' }
}

function dayOf(written: unknown): number | null {
  if (typeof written === 'number') return midnight(instantOf(written))
  const found = typeof written === 'string' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(written) : null
  if (!found) return null
  const [year, month, day] = found.slice(1).map(Number)
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day)
}

/** Of the day that the reader's calendar shows, where all days are as long. */
function midnight(at: Date): number {
  return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate())
}
