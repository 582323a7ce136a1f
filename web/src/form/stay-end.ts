import { STAY_YEARS } from '@counterpart/casework'
import { dayHere, dayOfTime } from '../time/civil.ts'
import { isDate, isDateLike } from './date-parts.ts'

export type StayWrong = 'no-day' | 'over' | 'too-far'

/**
 * The last second of a day, UTC, or why a stay cannot last to it: one that is over for whoever types it keeps nothing, though its end
 * may still be to come elsewhere. `null` while no whole day is typed. `now`: seconds UTC.
 */
export function stayEnd(day: string, now: number): number | StayWrong | null {
  // The clock of a program takes `2030` and the 30th of February for days: evidence would go months too early.
  if (!isDateLike(day)) return null
  if (!isDate(day)) return 'no-day'
  const today = dayHere(now)
  if (day < today || lastSecond(day) <= now) return 'over'
  return day > `${Number(today.slice(0, 4)) + STAY_YEARS}${today.slice(4)}` ? 'too-far' : lastSecond(day)
}

/** The day to whose end a stay lasts, as it was typed; `null` where it lasts to some other moment. */
export function stayDay(until: number): string | null {
  const day = dayOfTime(until)
  return lastSecond(day) === until ? day : null
}

function lastSecond(day: string): number {
  return Date.parse(`${day}T23:59:59Z`) / 1000
}
