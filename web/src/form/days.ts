/**
 * Days that no calendar has, and years that nobody can mean. A schema only knows the form of a date, so they are looked for
 * by the kinds of the fields.
 */
import { daysIn, isToCome, yearsMissed } from '@counterpart/casework/days'
import { TENSES, type Tense } from '@counterpart/casework/language'
import type { Field } from '../api/types.ts'
import { type Distance, distanceOf } from '../time/distance.ts'
import type { Finding, Wrongs } from './check.ts'
import { isDate, isDateLike } from './date-parts.ts'

type Kinds = Readonly<Record<string, Omit<Field, 'part'>>>

function isNoDay(written: unknown): boolean {
  // Of a moment that is none there is left what was typed, its day first.
  const day = typeof written === 'string' ? (written.split(' ')[0] ?? '') : ''
  return isDateLike(day) && !isDate(day)
}

function findingsIn(field: Omit<Field, 'part'>, value: unknown, now: number): Finding[] {
  return daysIn(field as Field, value).flatMap((day): Finding[] => {
    const { at, written } = day
    if (isNoDay(written)) return [{ wrong: 'no-day', at }]
    const years = yearsMissed(day, now)
    if (years) return [{ wrong: 'year', at, years }]
    return isToCome(day, now) ? [{ wrong: 'to-come', at }] : []
  })
}

/** What was found wrong, and before it the days that cannot be. `now`: seconds UTC. */
export function withDays(
  found: Wrongs,
  fields: Kinds,
  values: Readonly<Record<string, unknown>>,
  now: number,
): Wrongs {
  const all: Record<string, readonly Finding[]> = { ...found }
  for (const [name, field] of Object.entries(fields)) {
    const days = findingsIn(field, values[name], now)
    if (days.length > 0) all[name] = [...days, ...(found[name] ?? [])]
  }
  return all
}

/** A field with a day on the wrong side of today: of what has happened, to come; of what is to come, over. The farthest of each. */
export interface Amiss {
  name: string
  distance: Distance
}

export function daysAmiss(
  fields: Kinds,
  values: Readonly<Record<string, unknown>>,
  now: number,
): Record<Tense, Amiss[]> {
  const all: Record<Tense, Amiss[]> = { past: [], ahead: [] }
  for (const [name, field] of Object.entries(fields))
    for (const tense of TENSES) {
      const farthest = daysIn(field as Field, values[name])
        .filter((day) => day.tense === tense)
        .flatMap(({ written }) => distanceOf(written, now) ?? [])
        .filter(({ value }) => (tense === 'past' ? value > 0 : value < 0))
        .toSorted((a, b) => lengthOf(b) - lengthOf(a))[0]
      if (farthest) all[tense].push({ name, distance: farthest })
    }
  return all
}

const DAYS = { day: 1, month: 30, year: 365 } as const

function lengthOf({ value, unit }: Distance): number {
  return Math.abs(value) * DAYS[unit]
}
