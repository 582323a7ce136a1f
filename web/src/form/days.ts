/** Days that no calendar has. A schema only knows the form of a date, so they are looked for by the kinds of the fields. */
import type { Field } from '../api/types.ts'
import type { Finding, Wrongs } from './check.ts'
import { isDate, isDateLike } from './date-parts.ts'

type Kinds = Readonly<Record<string, Omit<Field, 'part'>>>

function noDay(written: unknown): boolean {
  // Of a moment that is none there is left what was typed, its day first.
  const day = typeof written === 'string' ? (written.split(' ')[0] ?? '') : ''
  return isDateLike(day) && !isDate(day)
}

function pathsIn(field: Omit<Field, 'part'>, value: unknown): string[][] {
  const whole = field as Field
  const inside = (value ?? {}) as Record<string, unknown>
  switch (whole.kind) {
    case 'date':
      return noDay(inside.date) ? [['date']] : []
    case 'time':
      return noDay(value) ? [[]] : []
    case 'person':
      return noDay(inside.born) ? [['born']] : []
    case 'list': {
      const rows = Array.isArray(value) ? (value as Record<string, unknown>[]) : []
      return rows.flatMap((row, at) =>
        Object.entries(whole.row).flatMap(([column, of]) =>
          pathsIn(of as Omit<Field, 'part'>, row[column]).map((path) => [String(at), column, ...path]),
        ),
      )
    }
    default:
      return []
  }
}

/** What was found wrong, and before it the days that do not exist. */
export function withDays(found: Wrongs, fields: Kinds, values: Readonly<Record<string, unknown>>): Wrongs {
  const all: Record<string, readonly Finding[]> = { ...found }
  for (const [name, field] of Object.entries(fields)) {
    const days = pathsIn(field, values[name]).map((at): Finding => ({ wrong: 'no-day', at }))
    if (days.length > 0) all[name] = [...days, ...(found[name] ?? [])]
  }
  return all
}
