/** What others signed of our log, as a database would answer. */
import type { StampRow, WitnessedRow } from '../store.ts'
import type { Versioned } from './versioned.ts'

function all<R extends { at: number }>(rows: Versioned<R>, version: number): R[] {
  return [...rows.values(version)].map(([, row]) => structuredClone(row)).sort((a, b) => a.at - b.at)
}

/** The first row of each name, by name. `rows`: the oldest first. */
function firstOf<R>(rows: readonly R[], nameOf: (row: R) => string): R[] {
  const first = new Map<string, R>()
  for (const row of rows) if (!first.has(nameOf(row))) first.set(nameOf(row), row)
  return [...first].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

export function newestWitnessed(rows: Versioned<WitnessedRow>, version: number): WitnessedRow[] {
  return firstOf(all(rows, version).reverse(), ({ witness }) => witness)
}

export function witnessedFrom(rows: Versioned<WitnessedRow>, version: number, size: number): WitnessedRow[] {
  const large = all(rows, version).filter((row) => row.size >= size)
  const smallest = Math.min(...large.map((row) => row.size))
  return firstOf(
    large.filter((row) => row.size === smallest),
    ({ witness }) => witness,
  )
}

export function newestStamps(rows: Versioned<StampRow>, version: number): StampRow[] {
  return firstOf(all(rows, version).reverse(), ({ authority }) => authority)
}

export function stampFrom(rows: Versioned<StampRow>, version: number, size: number): StampRow | null {
  const large = all(rows, version).filter((row) => row.size >= size)
  return large.sort((a, b) => a.size - b.size)[0] ?? null
}
