import type { Field } from '../api/types.ts'

export type Row = Readonly<Record<string, unknown>>
type ListField = Extract<Field, { kind: 'list' }>

export interface Rows {
  /** What they all say. */
  row: Row
  /** Beside it, by the name of a column of numbers: those of each, such as the lines of one paper. */
  counts: Record<string, number[]>
}

/** Rows of a list that differ in numbers alone, together: many lines of one paper are one source. */
export function joinRows(field: ListField, rows: readonly Row[]): Rows[] {
  const numbers = Object.keys(field.row).filter((name) => field.row[name]?.kind === 'count')
  const joined = new Map<string, Rows>()
  for (const row of rows) {
    const rest = Object.fromEntries(Object.entries(row).filter(([name]) => !numbers.includes(name)))
    const key = JSON.stringify(rest)
    const group = joined.get(key) ?? { row: rest, counts: {} }
    for (const name of numbers) {
      const value = row[name]
      if (typeof value === 'number') group.counts[name] = [...(group.counts[name] ?? []), value]
    }
    joined.set(key, group)
  }
  return [...joined.values()]
}
