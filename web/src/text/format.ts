/** Dates, numbers and spans as the officer's language writes them, in the browser's time zone. */
import { type Span, spans } from '../time/countdown.ts'
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

/** Day and time; the year only when it is not the present one. */
export function momentOf(language: Language, seconds: number, present: number): string {
  const date = new Date(seconds * 1000)
  if (date.getFullYear() === new Date(present * 1000).getFullYear())
    return dateFormat(language, 'moment', { day: 'numeric', month: 'short', ...HOURS }).format(date)
  return dateFormat(language, 'moment-year', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...HOURS,
  }).format(date)
}

export function fullMomentOf(language: Language, seconds: number): string {
  return dateFormat(language, 'full', { dateStyle: 'full', timeStyle: 'long', hourCycle: 'h23' }).format(
    new Date(seconds * 1000),
  )
}

export function shortDayOf(language: Language, seconds: number): string {
  return dateFormat(language, 'short-day', { day: 'numeric', month: 'short' }).format(
    new Date(seconds * 1000),
  )
}

/** A date as written: `2023`, `2023-06` or `2023-06-25`, which is no moment and has no zone. */
export function partialDateOf(language: Language, written: string): string {
  const [year, month, day] = written.split('-').map(Number)
  if (!year || Number.isNaN(year)) return written
  const date = new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1))
  const options: Intl.DateTimeFormatOptions = { year: 'numeric', timeZone: 'UTC' }
  if (month) options.month = 'long'
  if (day) options.day = 'numeric'
  return dateFormat(language, `partial ${month ? 'm' : ''}${day ? 'd' : ''}`, options).format(date)
}

export function numberOf(language: Language, value: number): string {
  return new Intl.NumberFormat(LOCALES[language]).format(value)
}

function partOf(language: Language, span: Span): string {
  const unitDisplay = language === 'en' ? 'narrow' : 'long'
  return new Intl.NumberFormat(LOCALES[language], { style: 'unit', unit: span.unit, unitDisplay }).format(
    span.value,
  )
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

/** In which order a language writes the parts of a date. */
export function dateOrderOf(language: Language): ('day' | 'month' | 'year')[] {
  return dateFormat(language, 'order', { day: 'numeric', month: 'numeric', year: 'numeric' })
    .formatToParts(new Date(0))
    .map((part) => part.type)
    .filter((type): type is 'day' | 'month' | 'year' => type === 'day' || type === 'month' || type === 'year')
}
