/** The last second that the platform writes out. */
const LAST = 8_640_000_000_000

/** An entry may say any time, also one that cannot be written: then the page shows the last that can, and does not fail. */
export function instantOf(seconds: number): Date {
  return new Date(Math.min(Math.max(seconds, -LAST), LAST) * 1000)
}
