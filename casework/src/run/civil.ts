/**
 * Civil days without a time zone table: a day is its number since 1970-01-01 in the proleptic Gregorian
 * calendar, a time is whole seconds UTC, and an offset is agreed and fixed.
 */

export const DAY = 86_400

/** The civil day that a time falls on, at an offset of seconds east of UTC. */
export function dayOf(time: number, offset: number): number {
  return Math.floor((time + offset) / DAY)
}

/** 24:00 of a day: the first second that is no longer in it. */
export function endOfDay(day: number, offset: number): number {
  return (day + 1) * DAY - offset
}

/** Years begin in March here, so that the leap day is the last of its year; 400 of them have 146,097 days. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const from = month > 2 ? year : year - 1
  const era = Math.floor(from / 400)
  const ofEra = from - era * 400
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
}

export function civilFromDays(days: number): { year: number; month: number; day: number } {
  const since = days + 719_468
  const era = Math.floor(since / 146_097)
  const dayOfEra = since - era * 146_097
  const ofEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const ofYear = dayOfEra - (365 * ofEra + Math.floor(ofEra / 4) - Math.floor(ofEra / 100))
  const shifted = Math.floor((5 * ofYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  const year = era * 400 + ofEra + (month <= 2 ? 1 : 0)
  return { year, month, day: ofYear - Math.floor((153 * shifted + 2) / 5) + 1 }
}

/** A day as it is written, `2023-06-25`. */
export function dateText(day: number): string {
  const { year, month, day: ofMonth } = civilFromDays(day)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(ofMonth).padStart(2, '0')}`
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** The same day so many months later, or the last of its month where there is no such day. */
export function addMonths(day: number, months: number): number {
  const { year, month, day: ofMonth } = civilFromDays(day)
  const since = year * 12 + (month - 1) + months
  const [laterYear, laterMonth] = [Math.floor(since / 12), (since % 12) + 1]
  return daysFromCivil(laterYear, laterMonth, Math.min(ofMonth, daysInMonth(laterYear, laterMonth)))
}

/** Monday to Friday; 1970-01-01 was a Thursday. */
export function isWeekday(day: number): boolean {
  return (((day + 3) % 7) + 7) % 7 < 5
}

const whole = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/

/**
 * First and last day of `2023`, `2023-06` or `2023-06-25`; `null` for what is no such date. Total: the
 * value comes from a peer.
 */
export function spanOfDate(value: unknown): { first: number; last: number } | null {
  const found = typeof value === 'string' ? whole.exec(value) : null
  if (!found) return null
  const [year, month, day] = [Number(found[1]), found[2], found[3]]
  if (year === 0) return null
  if (month === undefined) return { first: daysFromCivil(year, 1, 1), last: daysFromCivil(year, 12, 31) }
  const inMonth = Number(month)
  if (inMonth < 1 || inMonth > 12) return null
  const length = daysInMonth(year, inMonth)
  if (day === undefined)
    return { first: daysFromCivil(year, inMonth, 1), last: daysFromCivil(year, inMonth, length) }
  if (Number(day) < 1 || Number(day) > length) return null
  const only = daysFromCivil(year, inMonth, Number(day))
  return { first: only, last: only }
}
