import { hex } from '@counterpart/protocol'
import type { ClosingQuestion, EpochRow } from '../store.ts'
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

  closingTime(epoch: number, nonce: Uint8Array): Promise<number | null> {
    return this.call(
      'closingTime',
      () => this.rows.closingQuestions.get(keyOf(epoch, nonce), this.version)?.time ?? null,
    )
  }
}

export function keepEpoch(rows: Rows, version: number, row: EpochRow): void {
  const key = `${row.side} ${row.number}`
  if (rows.epochs.get(key, version) === undefined) rows.epochs.set(key, structuredClone(row), version)
}

export function keepClosingTime(rows: Rows, version: number, row: ClosingQuestion, most: number): void {
  const key = keyOf(row.epoch, row.nonce)
  if (rows.closingQuestions.get(key, version) === undefined)
    rows.closingQuestions.set(key, structuredClone(row), version)
  const all = [...rows.closingQuestions.values(version)]
  const newest = all
    .filter(([, { epoch }]) => epoch === row.epoch)
    .sort(([, a], [, b]) => b.time - a.time)
    .slice(0, most)
  const kept = new Set(newest.map(([name]) => name))
  for (const [name] of all) if (!kept.has(name)) rows.closingQuestions.drop(name, version)
}

function keyOf(epoch: number, nonce: Uint8Array): string {
  return `${epoch} ${hex(nonce)}`
}
