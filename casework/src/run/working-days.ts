/**
 * Working days of one side: Monday to Friday without its holidays. Nothing here steps from day to day over a span: the
 * times that a span comes from are a peer's, and may lie 285 million years apart.
 */
import { isWeekday } from './civil.ts'

const WEEK = 7
/** Wherever a week begins. */
const WEEKDAYS = 5

export class WorkingDays {
  readonly #holidays: ReadonlySet<number>

  /** `holidays`: numbers of days; on a weekend one is no other day than it was. */
  constructor(holidays: Iterable<number>) {
    this.#holidays = new Set([...holidays].filter(isWeekday))
  }

  has(day: number): boolean {
    return isWeekday(day) && !this.#holidays.has(day)
  }

  /** How many of them come after one day and up to another. */
  between(after: number, last: number): number {
    if (last <= after) return 0
    const weeks = Math.floor((last - after) / WEEK)
    let count = weeks * WEEKDAYS - this.#holidaysBetween(after, last)
    for (let day = after + weeks * WEEK + 1; day <= last; day++) if (isWeekday(day)) count++
    return count
  }

  /** The so manyth after a day. */
  after(from: number, amount: number): number {
    let [day, left] = [from, amount]
    for (let weeks = whole(left); weeks > 0; weeks = whole(left)) {
      const next = day + weeks * WEEK
      left += this.#holidaysBetween(day, next) - weeks * WEEKDAYS
      day = next
    }
    while (left > 0) if (this.has(++day)) left--
    return day
  }

  /** The day itself, where it is one. */
  orNext(from: number): number {
    return this.has(from) ? from : this.after(from, 1)
  }

  #holidaysBetween(after: number, last: number): number {
    let count = 0
    for (const day of this.#holidays) if (day > after && day <= last) count++
    return count
  }
}

/** Weeks that can be passed over with the last of so many days still to come. */
function whole(days: number): number {
  return Math.floor((days - 1) / WEEKDAYS)
}
