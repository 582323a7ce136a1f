/** A date typed as day, month and year, of which the smaller may be left out. */
import { beginningOf } from '../time/instant.ts'

export interface DateParts {
  day: string
  month: string
  year: string
}

export function partsOfDate(written: string): DateParts {
  const [year = '', month = '', day = ''] = written.split('-')
  return { year, month, day }
}

/** As it is typed. Input methods of Chinese type full-width digits. */
function plain(typed: string): string {
  return typed.normalize('NFKC').trim()
}

/** What stands in the boxes after something was typed into one; a whole date that is pasted fills all three. */
export function withPart(parts: DateParts, part: keyof DateParts, typed: string): DateParts {
  const text = plain(typed)
  return isDateLike(text) ? partsOfDate(text) : { ...parts, [part]: text }
}

export function clockOf(typed: string): string {
  return plain(typed)
}

const LARGEST = { day: 31, month: 12, year: 9999 } as const

/** Whether what stands in one box can be part of a date, whatever stands in the others. */
export function isPart(part: keyof DateParts, text: string): boolean {
  if (text === '') return true
  const digits = part === 'year' ? /^\d{4}$/ : /^\d{1,2}$/
  return digits.test(text) && Number(text) >= 1 && Number(text) <= LARGEST[part]
}

/** `2023`, `2023-06` or `2023-06-25`; what is typed so far when it is none of them. */
export function dateOfParts({ day, month, year }: DateParts): string {
  function two(part: string): string {
    return part.padStart(2, '0')
  }
  if (day !== '') return `${year}-${two(month || '0')}-${two(day)}`
  if (month !== '') return `${year}-${two(month)}`
  return year
}

/** Whether it is a whole date by its form, though perhaps of no calendar. */
export function isDateLike(written: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(written)
}

/** Whether such a date exists. */
export function isDate(written: string): boolean {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(written)
  if (!found) return false
  const [, year, month, day] = found
  if (month === undefined) return true
  const date = new Date(beginningOf(Number(year), Number(month) - 1, Number(day ?? '01')))
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day ?? '01')
}

/** `07:05`; also `0705`, since a telephone may show digits alone, and `7h05` or `7.05` as it is written in Vietnam. */
const CLOCK = /^(\d{1,2})(?:[:.hH]|(?=\d{2}$))(\d{2})$/

/** Whole seconds UTC of a day and a clock time in the browser's zone; `null` while incomplete. */
function secondsOf(written: string, clock: string): number | null {
  const time = CLOCK.exec(clock)
  if (!isDateLike(written) || !isDate(written) || !time) return null
  const [year, month, day] = written.split('-').map(Number)
  const [hour, minute] = [Number(time[1]), Number(time[2])]
  if (hour > 23 || minute > 59) return null
  const moment = new Date(2000, 0, 1, hour, minute)
  // The constructor takes a year of two digits for one of the last century.
  return Math.floor(moment.setFullYear(year ?? 0, (month ?? 1) - 1, day) / 1000)
}

/** The moment that was typed; what is none stays what was typed, so that it is found wrong and not left out. */
export function timeOf(written: string, clock: string): number | string | undefined {
  return secondsOf(written, clock) ?? (`${written} ${clock}`.trim() || undefined)
}
