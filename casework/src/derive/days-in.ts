/**
 * The days and moments that the fields of an act say, and whether they can be meant. The forms take every year of four
 * digits, and so does what comes from a peer, for a rule of the protocol must not hang on a clock; whoever types one that cannot be meant
 * is told.
 */
import type { Field, RowField, Tense } from '../language/index.ts'
import { dateText, dayOf } from '../run/civil.ts'

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

function yearOf(written: unknown): number | null {
  if (typeof written === 'number') return Number.isSafeInteger(written) ? yearIn(written) : null
  // Of a moment that is none a form keeps what was typed.
  const found = typeof written === 'string' ? /^(\d{4})(?:-|$)/.exec(written) : null
  return found ? Number(found[1]) : null
}

function yearIn(time: number): number {
  return Number(/^-?\d+/.exec(dateText(dayOf(time, 0)))?.[0])
}
