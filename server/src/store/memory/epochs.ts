import type { EpochRow } from '../store.ts'
import { MemoryApartReader } from './apart.ts'
import type { Rows } from './rows.ts'

/** The chain of logs of each side. */
export class MemoryEpochReader extends MemoryApartReader {
  epochs(): Promise<EpochRow[]> {
    return this.call('epochs', () =>
      [...this.rows.epochs.values(this.version)]
        .map(([, row]) => structuredClone(row))
        .sort((a, b) => a.side.localeCompare(b.side) || a.number - b.number),
    )
  }
}

export function keepEpoch(rows: Rows, version: number, row: EpochRow): void {
  const key = `${row.side} ${row.number}`
  if (rows.epochs.get(key, version) === undefined) rows.epochs.set(key, structuredClone(row), version)
}
