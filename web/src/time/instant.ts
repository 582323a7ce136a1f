/** The last second that the platform writes out. */
const LAST = 8_640_000_000_000

/** An entry may say any time, also one that cannot be written: then the page shows the last that can, and does not fail. */
export function instantOf(seconds: number): Date {
  return new Date(Math.min(Math.max(seconds, -LAST), LAST) * 1000)
}

/** Milliseconds at which a day of UTC begins; months count from 0. `Date.UTC` takes a year of two digits for one of the last century. */
export function beginningOf(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day)
}
