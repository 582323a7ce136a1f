/** Spans that are longer than their fields have it: a schema knows only how a span is written. */
import type { Field } from '../api/types.ts'
import type { Finding, Wrongs } from './check.ts'
import { amountOfSpan, isWithin, mostOf, wholeOf } from './whole-number.ts'

type AnyField = Omit<Field, 'part'>

function findingsIn(any: AnyField, value: unknown, at: readonly string[] = []): Finding[] {
  const field = any as Field
  if (field.kind === 'list' && Array.isArray(value))
    return value.flatMap((row: Record<string, unknown> | null, number) =>
      Object.entries(field.row).flatMap(([name, of]) =>
        findingsIn(of, row?.[name], [...at, String(number), name]),
      ),
    )
  const found = field.kind === 'duration' ? amountOfSpan(value) : null
  if (field.kind !== 'duration' || !found) return []
  const bounds = { min: 1, max: mostOf(field.most, found.unit) }
  return isWithin(wholeOf(found.typed), bounds) ? [] : [{ wrong: 'too-large', at }]
}

/** What was found wrong, and before it the spans that are out of bounds. */
export function withSpans(
  found: Wrongs,
  fields: Readonly<Record<string, AnyField>>,
  values: Readonly<Record<string, unknown>>,
): Wrongs {
  const all: Record<string, readonly Finding[]> = { ...found }
  for (const [name, field] of Object.entries(fields)) {
    const spans = findingsIn(field, values[name])
    if (spans.length > 0) all[name] = [...spans, ...(found[name] ?? [])]
  }
  return all
}
