import type { Duration } from './vocabulary.ts'

/** One unit, never nought: so that every duration is added in one step and `P1M` is never `P30D`. */
export const DURATION_PATTERN = '^P(?:[1-9]\\d{0,3}[YMWD]|T[1-9]\\d{0,4}[HM])$'

export type DurationUnit = 'years' | 'months' | 'weeks' | 'days' | 'hours' | 'minutes'

export interface DurationParts {
  amount: number
  unit: DurationUnit
}

const pattern = new RegExp(DURATION_PATTERN, 'u')
const dates: Readonly<Record<string, DurationUnit>> = { Y: 'years', M: 'months', W: 'weeks', D: 'days' }
const times: Readonly<Record<string, DurationUnit>> = { H: 'hours', M: 'minutes' }
const longest: Readonly<Record<DurationUnit, number>> = {
  years: 366 * 1440,
  months: 31 * 1440,
  weeks: 7 * 1440,
  days: 1440,
  hours: 60,
  minutes: 1,
}

/** `null` for what is no duration of this language. */
export function parseDuration(duration: Duration): DurationParts | null {
  if (!pattern.test(duration)) return null
  const timed = duration[1] === 'T'
  const unit = (timed ? times : dates)[duration.slice(-1)]
  return unit ? { amount: Number(duration.slice(timed ? 2 : 1, -1)), unit } : null
}

/** Minutes it can last at most, wherever in the calendar it begins; `null` for what is no duration. */
export function longestMinutes(duration: Duration): number | null {
  const parts = parseDuration(duration)
  return parts && parts.amount * longest[parts.unit]
}
