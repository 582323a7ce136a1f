/**
 * The days and moments that the fields of an act say, and whether they can be meant. The forms take every year of four
 * digits, and so does what comes from a peer, for a rule of the protocol must not hang on a clock; whoever types one that cannot be meant
 * is told.
 */
import type { Field, RowField, Tense } from '../language/index.ts'
import { dateText, dayOf, spanOfDate } from '../run/civil.ts'

/** One that was written: `2023`, `2023-06-25`, seconds UTC, or whatever stands there instead. */
export interface Day {
  /** From the field on. */
  at: string[]
  written: unknown
  isBirth: boolean
  /** As its field has it. */
  tense?: Tense
}

export interface Years {
  first: number
  last: number
}

/** The oldest agreement on a land border that anybody still cites is younger. */
const OLDEST = 1800
const AHEAD = 100
/** Two clocks may be so far apart and both be kept well. Seconds. */
const APART = 15 * 60

export function daysIn(field: Field | RowField, value: unknown): Day[] {
  const inside = (value ?? {}) as Record<string, unknown>
  switch (field.kind) {
    case 'date':
      return [{ at: ['date'], written: inside.date, isBirth: false, ...tenseOf(field) }]
    case 'time':
      return [{ at: [], written: value, isBirth: false, ...tenseOf(field) }]
    case 'person':
      return [{ at: ['born'], written: inside.born, isBirth: true }]
    case 'list': {
      const rows = Array.isArray(value) ? (value as (Record<string, unknown> | null)[]) : []
      return rows.flatMap((row, number) =>
        Object.entries(field.row).flatMap(([column, of]) =>
          daysIn(of, row?.[column]).map((day) => ({ ...day, at: [String(number), column, ...day.at] })),
        ),
      )
    }
    default:
      return []
  }
}

function tenseOf({ tense }: { tense?: Tense }): Pick<Day, 'tense'> {
  return tense === undefined ? {} : { tense }
}

/**
 * The years it would have to be of, where it is of none of them. Nobody is born in a year to come; how long ago somebody was
 * is no bound, for remains are somebody's, too. `now`: seconds UTC.
 */
export function yearsMissed({ written, isBirth }: Day, now: number): Years | null {
  const year = yearOf(written)
  if (year === null) return null
  const present = yearIn(now)
  const [first, last] = [OLDEST, isBirth ? present : present + AHEAD]
  return year < first || year > last ? { first, last } : null
}

/**
 * Whether it says of what has happened that it is still to come. A day may be tomorrow, which it is already somewhere, and a part of a
 * date counts from its first day; a moment is the same one everywhere. Asked of one's own officers; what a peer says is not judged by
 * any clock. `now`: seconds UTC.
 */
export function isToCome({ written, tense }: Day, now: number): boolean {
  if (tense !== 'past') return false
  if (typeof written === 'number') return written > now + APART
  const span = spanOfDate(written)
  return span !== null && span.first > dayOf(now, 0) + 1
}

function yearOf(written: unknown): number | null {
  if (typeof written === 'number') return Number.isSafeInteger(written) ? yearIn(written) : null
  // A form keeps what was typed where that is no moment.
  const found = typeof written === 'string' ? /^(\d{4})(?:-|$)/.exec(written) : null
  return found ? Number(found[1]) : null
}

function yearIn(time: number): number {
  return Number(/^-?\d+/.exec(dateText(dayOf(time, 0)))?.[0])
}
