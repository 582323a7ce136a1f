/** What deletion records say, as rows of the store: whose copy of what is destroyed, and since when. */
import { type Party, readDeletions } from '@counterpart/casework'
import type { DeletionRow, EntryRow, PartRow, Writer } from '../store/store.ts'
import { destroyNamed } from './destroy-again.ts'
import { entryOf } from './entry.ts'
import type { Relation } from './relation.ts'

const DAY = 86_400

/**
 * Of entries of one log that are appended. A record can name only what is held of either log: anything else
 * would let a peer fill a table with what nobody has.
 *
 * `relation`: the log is our own, given back to us: what it says was destroyed here is destroyed again.
 */
export async function takeDeletions(
  rows: readonly EntryRow[],
  parts: readonly PartRow[],
  relation: Relation | null,
  writer: Writer,
): Promise<void> {
  for (const row of rows) {
    if (row.kind !== 'destroyed') continue
    const kept = parts.find(({ leaf, name }) => leaf === row.leaf && name === 'kept')
    const entry = entryOf(row, kept ? [{ ...kept, state: 'held' }] : [])
    const deletions = await deletionsOf(row.side, row, entry, relation ? null : writer)
    await writer.putDeletions(deletions)
    const named = deletions.map(({ leaf, name }) => ({ leaf, name }))
    if (relation) await destroyNamed(relation, named, writer)
  }
}

async function deletionsOf(
  side: Party,
  row: EntryRow,
  entry: ReturnType<typeof entryOf>,
  /** `null` for our own records: what they name may have still to be given back. */
  writer: Writer | null,
): Promise<DeletionRow[]> {
  const said = readDeletions(entry)
  if (!said) return []
  const here = await writer?.placesByLeaf(said.parts.map(({ leaf }) => leaf))
  const leaves = here && new Set(here.map(({ leaf }) => leaf))
  const final = row.time + said.backups * DAY
  return said.parts
    .filter(({ leaf }) => leaves?.has(leaf) ?? true)
    .map((part) => ({ ...part, side, record: row.leaf, time: row.time, final }))
}
