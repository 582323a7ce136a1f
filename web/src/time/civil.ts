/** Civil days as they are written, `2023-06-25`: in this form they compare as text. */

const WRITTEN = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/

/** First day of `2023`, `2023-06` or `2023-06-25`; `null` for what is no such date. */
export function firstDayOf(written: string): string | null {
  const found = WRITTEN.exec(written)
  if (!found) return null
  const [year = '', month = '01', day = '01'] = found.slice(1)
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  const first = dayOf(date)
  // A day that is not in its month has moved to the next.
  return first === `${year}-${month}-${day}` ? first : null
}

/** Last day of the same. */
export function lastDayOf(written: string): string | null {
  const first = firstDayOf(written)
  if (first === null) return null
  const [year = 0, month = 12, day] = written.split('-').map(Number)
  return day === undefined ? dayOf(new Date(Date.UTC(year, month, 0))) : first
}

/** The day in UTC, which a review counts by. */
export function dayOfTime(seconds: number): string {
  return dayOf(new Date(seconds * 1000))
}

function dayOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10)
}
