/** Turns one deletion record into rows of the store. */
import { readDeletions } from '@counterpart/casework'
import { DAY } from '@counterpart/casework/civil'
import { partDigest } from '@counterpart/protocol'
import type { DeletionRow, EntryRow, PartState, Reader } from '../../store/store.ts'
import { entryOf } from '../log/entry.ts'

/** `kept`: its part of that name. No rows for an entry that is no record. */
export function saidDestroyed(row: EntryRow, kept: PartState | undefined): DeletionRow[] {
  if (row.kind !== 'destroyed') return []
  const said = readDeletions(entryOf(row, kept ? [kept] : []))
  if (!said) return []
  const final = row.time + said.backups * DAY
  return said.parts.map((part) => ({ ...part, side: row.side, record: row.leaf, time: row.time, final }))
}

/** The rows of a stored record; `null` where its kept part cannot be read. */
export async function storedDestroyed(row: EntryRow, reader: Reader): Promise<DeletionRow[] | null> {
  if (row.kind !== 'destroyed') return []
  const kept = (await reader.storedParts(row.leaf)).find(({ name }) => name === 'kept')
  if (kept?.state !== 'held') return null
  const named = entryOf(row, []).header?.parts.find(({ name }) => name === 'kept')
  return named?.digest === partDigest(kept.salt, kept.bytes) ? saidDestroyed(row, kept) : null
}

/**
 * Whether the record that a row names is in that side's log and says so; `null` while it cannot be read. Each record is
 * read once, for one names up to thousands of parts.
 */
export function sayingOf(reader: Reader): (row: DeletionRow) => Promise<boolean | null> {
  const read = new Map<string, Promise<ReadonlySet<string> | null>>()
  const saidIn = async ({ record, side }: DeletionRow) => {
    const entry = await reader.entryByLeaf(record, side)
    const said = entry ? await storedDestroyed(entry, reader) : []
    return said && new Set(said.map(({ leaf, name }) => `${leaf} ${name}`))
  }
  return async (row) => {
    const key = `${row.side} ${row.record}`
    const said = read.get(key) ?? saidIn(row)
    read.set(key, said)
    return (await said)?.has(`${row.leaf} ${row.name}`) ?? null
  }
}
