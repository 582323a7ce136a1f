/** Civil days as they are written, `2023-06-25`: in this form they compare as text. */
import { dateText, dayOf, spanOfDate } from '@counterpart/casework/civil'
import { instantOf } from './instant.ts'

/** First day of `2023`, `2023-06` or `2023-06-25`; `null` for what is no such date. */
export function firstDayOf(written: string): string | null {
  const span = spanOfDate(written)
  return span && dateText(span.first)
}

/** Last day of the same. */
export function lastDayOf(written: string): string | null {
  const span = spanOfDate(written)
  return span && dateText(span.last)
}

/** The day in UTC, which a review counts by. */
export function dayOfTime(seconds: number): string {
  return dateText(dayOf(seconds, 0))
}

/** The day that the reader's calendar shows. */
export function dayHere(seconds: number): string {
  const at = instantOf(seconds)
  return dateText(dayOf(seconds - at.getTimezoneOffset() * 60, 0))
}
