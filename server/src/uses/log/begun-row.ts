/** Reads where a log begins, and with which keys, from the entry that began it: its own row may be damaged. */
import { keysOf, ProtocolError } from '@counterpart/protocol'
import { isDamage } from '../../errors.ts'
import type { EntryRow, EpochRow, Reader } from '../../store/store.ts'
import { readHeader } from './entry.ts'

/** `null` where no entry at `base` says so. */
export async function begunRow(
  reader: Reader,
  side: string,
  number: number,
  base: number,
): Promise<EpochRow | null> {
  const begun = await entryAt(reader, side, base)
  const header = begun && readHeader(begun.bytes)
  if (header?.kind !== 'epoch') return null
  const lines = header.opening.split('\n')
  const said = (name: string) =>
    lines.flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []))
  const [first, second] = said('key')
  if (said('epoch')[0] !== `${number}` || said('base')[0] !== `${base}` || !first || !second) return null
  const row = { side, number, base, keys: [first, second] as [string, string] }
  return areKeys(row) ? row : null
}

export function areKeys({ keys }: EpochRow): boolean {
  try {
    keysOf(keys, 'log')
    return true
  } catch (error) {
    if (error instanceof ProtocolError) return false
    throw error
  }
}

async function entryAt(reader: Reader, side: string, index: number): Promise<EntryRow | null> {
  try {
    const [row] = await reader.storedEntries(side, index, 1)
    return row?.index === index ? row : null
  } catch (error) {
    if (isDamage(error)) return null
    throw error
  }
}
