/** The last second that a date can show. */
const LAST = 8_640_000_000_000

/** A time that somebody signed may be any whole number: one that no calendar has is shown as its seconds, and breaks nothing. */
export function momentOf(seconds: number): string {
  return seconds > LAST ? String(seconds) : new Date(seconds * 1000).toISOString().replace('.000', '')
}

export function dayOf(seconds: number): string {
  return momentOf(seconds).replace(/T.*/, '')
}
