import type { ApartRow, EpochRow } from '../store.ts'
import { MemoryFileReader } from './file-reader.ts'
import type { Rows } from './rows.ts'

/** The chain of logs of each side, and what came for a log that was closed. */
export class MemoryEpochReader extends MemoryFileReader {
  epochs(): Promise<EpochRow[]> {
    return this.call('epochs', () =>
      [...this.rows.epochs.values(this.version)]
        .map(([, row]) => structuredClone(row))
        .sort((a, b) => a.side.localeCompare(b.side) || a.number - b.number),
    )
  }

  apart(): Promise<ApartRow[]> {
    return this.call('apart', () =>
      [...this.rows.apart.values(this.version)]
        .map(([, row]) => structuredClone(row))
        .sort((a, b) => a.epoch - b.epoch || a.index - b.index || a.side.localeCompare(b.side)),
    )
  }

  apartWeight(side: string): Promise<{ entries: number; bytes: number }> {
    return this.call('apartWeight', () => {
      let [entries, bytes] = [0, 0]
      for (const [, row] of this.rows.apart.values(this.version)) {
        if (row.side !== side) continue
        entries += 1
        bytes += row.bytes.length + row.note.length
        for (const { given } of this.rows.parts.get(row.leaf, this.version)?.values() ?? [])
          bytes += given ? given.salt.length + given.bytes.length : 0
      }
      return { entries, bytes }
    })
  }
}

export function keepEpoch(rows: Rows, version: number, row: EpochRow): void {
  const key = `${row.side} ${row.number}`
  if (rows.epochs.get(key, version) === undefined) rows.epochs.set(key, structuredClone(row), version)
}

export function keepApart(rows: Rows, version: number, found: readonly ApartRow[]): void {
  for (const row of found) {
    const key = `${row.side} ${row.epoch} ${row.index}`
    if (rows.apart.get(key, version) === undefined) rows.apart.set(key, structuredClone(row), version)
  }
}
