import { LONGEST_STAY } from '@counterpart/casework'
import { dayOfTime } from '../time/civil.ts'
import { isDate, isDateLike } from './date-parts.ts'

/**
 * The last second of a day, UTC; `null` for what is no day, or none that a stay can last to: one that is over keeps nothing.
 * `now`: seconds UTC.
 */
export function stayEnd(day: string, now: number): number | null {
  // The clock of a program takes `2030` and the 30th of February for days: evidence would go months too early.
  if (!isDateLike(day) || !isDate(day)) return null
  const at = Date.parse(`${day}T23:59:59Z`) / 1000
  return at > now && at <= now + LONGEST_STAY ? at : null
}

/** The day to whose end a stay lasts, as it was typed; `null` where it lasts to some other moment. */
export function stayDay(until: number): string | null {
  const day = dayOfTime(until)
  return Date.parse(`${day}T23:59:59Z`) / 1000 === until ? day : null
}
