/** The period of a review, in whole days of UTC: the one calendar that both sides count the same. */
import { dayOf, spanOfDate } from '../run/civil.ts'

export interface Period {
  /** Number of the first day since 1970-01-01; `null` from the beginning of the record. */
  first: number | null
  last: number
}

export interface Span {
  first: number
  last: number
}

/**
 * `from` and `until` as `2023`, `2023-06` or `2023-06-25`: from the first day of the one to the last day of
 * the other. `null` for what is no date, or a period that ends before it begins.
 */
export function periodOf(from: string | null, until: string): Period | null {
  const end = spanOfDate(until)
  if (!end) return null
  if (from === null) return { first: null, last: end.last }
  const begin = spanOfDate(from)
  return begin && begin.first <= end.last ? { first: begin.first, last: end.last } : null
}

/** Whether the two have a day in common. */
export function overlaps(period: Period, span: Span): boolean {
  return span.first <= period.last && (period.first === null || span.last >= period.first)
}

export function dayOfTime(seconds: number): number {
  return dayOf(seconds, 0)
}
