/** Dates, numbers and spans as the officer's language writes them, in the browser's time zone. */
import { type Span, spans } from '../time/countdown.ts'
import type { Distance } from '../time/distance.ts'
import { beginningOf, instantOf } from '../time/instant.ts'
import type { Language } from './catalogue.ts'

/** English of the pages writes day before month and a day of 24 hours. */
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', vi: 'vi', 'zh-Hans': 'zh-Hans' }

const dates = new Map<string, Intl.DateTimeFormat>()
function dateFormat(
  language: Language,
  name: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${language} ${name}`
  let format = dates.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(LOCALES[language], options)
    dates.set(key, format)
  }
  return format
}

const HOURS = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

/** In a narrow column a line breaks between the day and the time, not inside of either. */
const CLOSE = '\u00a0'

function isTime(part: Intl.DateTimeFormatPart | undefined): boolean {
  return part?.type === 'hour' || part?.type === 'minute'
}

/** Day and time; the year only when it is not the present one. */
export function momentOf(language: Language, seconds: number, present: number): string {
  return written(momentParts(language, instantOf(seconds), present))
}

/** A moment until which something may be done: the end of a day is 24:00 of it, not the beginning of the next. */
export function untilOf(language: Language, seconds: number, present: number): string {
  if (!isEndOfDay(seconds)) return momentOf(language, seconds, present)
  return written(atMidnight(momentParts(language, instantOf(seconds - 1), present)))
}

export function fullUntilOf(language: Language, seconds: number): string {
  if (!isEndOfDay(seconds)) return fullMomentOf(language, seconds)
  const parts = fullFormat(language).formatToParts(instantOf(seconds - 1))
  return atMidnight(parts)
    .map(({ value }) => value)
    .join('')
}

function isEndOfDay(seconds: number): boolean {
  const date = instantOf(seconds)
  return date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0
}

/** The last second of a day, written as its end. */
function atMidnight(parts: readonly Intl.DateTimeFormatPart[]): Intl.DateTimeFormatPart[] {
  const values: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {
    hour: '24',
    minute: '00',
    second: '00',
  }
  return parts.map((part) => ({ ...part, value: values[part.type] ?? part.value }))
}

function momentParts(language: Language, date: Date, present: number): Intl.DateTimeFormatPart[] {
  const day = { day: 'numeric', month: 'short' } as const
  const format =
    date.getFullYear() === instantOf(present).getFullYear()
      ? dateFormat(language, 'moment', { ...day, ...HOURS })
      : dateFormat(language, 'moment-year', { ...day, year: 'numeric', ...HOURS })
  return format.formatToParts(date)
}

function written(parts: readonly Intl.DateTimeFormatPart[]): string {
  return parts
    .map((part, at) => {
      const between = part.type === 'literal' && isTime(parts[at - 1]) !== isTime(parts[at + 1])
      return between ? part.value : part.value.replaceAll(' ', CLOSE)
    })
    .join('')
}

export function fullMomentOf(language: Language, seconds: number): string {
  return fullFormat(language).format(instantOf(seconds))
}

/** To the second, and no longer than a line of a list has room for. */
export function exactMomentOf(language: Language, seconds: number): string {
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const
  const format = dateFormat(language, 'exact', { ...day, ...HOURS, second: '2-digit' })
  return format.format(instantOf(seconds))
}

function fullFormat(language: Language): Intl.DateTimeFormat {
  return dateFormat(language, 'full', { dateStyle: 'full', timeStyle: 'long', hourCycle: 'h23' })
}

export function shortDayOf(language: Language, seconds: number): string {
  return dateFormat(language, 'short-day', { day: 'numeric', month: 'short' }).format(instantOf(seconds))
}

/** A date as written: `2023`, `2023-06` or `2023-06-25`, which is no moment and has no zone. */
export function partialDateOf(language: Language, written: string): string {
  const [year, month, day] = written.split('-').map(Number)
  if (!year || Number.isNaN(year)) return written
  // As official papers have it, and the record with them; `Intl` writes `25 tháng 6, 2023`.
  if (language === 'vi' && month && day) return `ngày ${day} tháng ${month} năm ${year}`
  const date = new Date(beginningOf(year, (month ?? 1) - 1, day ?? 1))
  const options: Intl.DateTimeFormatOptions = { year: 'numeric', timeZone: 'UTC' }
  if (month) options.month = 'long'
  if (day) options.day = 'numeric'
  return dateFormat(language, `partial ${month ? 'm' : ''}${day ? 'd' : ''}`, options).format(date)
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/

/** Two whole days as a span, `11 – 15 November 2019`; `null` where one of them is no day. */
export function daySpanOf(language: Language, from: string, until: string): string | null {
  const [first, last] = [from, until].map((day) => (DAY.test(day) ? new Date(day) : null))
  if (!first || !last || !(first.getTime() <= last.getTime())) return null
  const once = shared(from, until)
  if (language === 'zh-Hans') {
    const [year, month, day] = until.split('-').map(Number)
    const end = [`${year}年`, `${month}月`, `${day}日`].slice(once).join('')
    return `${partialDateOf(language, from)}至${end}`
  }
  if (language === 'vi') {
    const [year, month, day] = from.split('-').map(Number)
    const start = [`ngày ${day}`, `tháng ${month}`, `năm ${year}`].slice(0, 3 - once).join(' ')
    return `từ ${start} đến ${partialDateOf(language, until)}`
  }
  const options = { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' } as const
  return dateFormat(language, 'span', options).formatRange(first, last)
}

/** How much two days share, which is written once: nothing, the year, or year and month. */
function shared(from: string, until: string): 0 | 1 | 2 {
  const [[year, month], [itsYear, itsMonth]] = [from.split('-'), until.split('-')]
  return year !== itsYear ? 0 : month !== itsMonth ? 1 : 2
}

/** Several things as a sentence has them: `a, b and c`, or one of them: `a, b or c`. */
export function listOf(language: Language, words: readonly string[], one: 'all' | 'any'): string {
  const type = one === 'all' ? 'conjunction' : 'disjunction'
  return new Intl.ListFormat(LOCALES[language], { type }).format(words)
}

export function numberOf(language: Language, value: number): string {
  return new Intl.NumberFormat(LOCALES[language]).format(value)
}

function partOf(language: Language, span: Span): string {
  const unitDisplay = language === 'en' ? 'narrow' : 'long'
  return new Intl.NumberFormat(LOCALES[language], { style: 'unit', unit: span.unit, unitDisplay })
    .format(span.value)
    .replaceAll(' ', CLOSE)
}

/** `2d 4h`, `2 ngày 4 giờ`, `2天4小时`. */
export function spanOf(language: Language, seconds: number): string {
  return spans(seconds)
    .map((span) => partOf(language, span))
    .join(language === 'zh-Hans' ? '' : ' ')
}

const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/
const NAMES = ['year', 'month', 'week', 'day', 'hour', 'minute'] as const

/** An ISO 8601 duration in words; what is none is shown as written. */
export function durationOf(language: Language, written: string): string {
  const found = DURATION.exec(written)
  if (!found) return written
  const parts = NAMES.flatMap((unit, at) => {
    const value = found[at + 1]
    if (value === undefined) return []
    const format = new Intl.NumberFormat(LOCALES[language], { style: 'unit', unit, unitDisplay: 'long' })
    return [format.format(Number(value))]
  })
  return parts.join(' ') || written
}

/** How far something lies ahead or back, as one says it: `in 6 days`, `yesterday`. */
export function farOf(language: Language, { value, unit }: Distance): string {
  return new Intl.RelativeTimeFormat(LOCALES[language], { numeric: 'auto' }).format(value, unit)
}

/** The zone in which moments are shown, as far as it is from UTC: of that both sides know the same. */
export function zoneOf(language: Language, seconds: number): string {
  const parts = dateFormat(language, 'zone', { timeZoneName: 'shortOffset' }).formatToParts(
    instantOf(seconds),
  )
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

/** In which order a language writes the parts of a date. */
export function dateOrderOf(language: Language): ('day' | 'month' | 'year')[] {
  return dateFormat(language, 'order', { day: 'numeric', month: 'numeric', year: 'numeric' })
    .formatToParts(new Date(0))
    .map((part) => part.type)
    .filter((type): type is 'day' | 'month' | 'year' => type === 'day' || type === 'month' || type === 'year')
}
