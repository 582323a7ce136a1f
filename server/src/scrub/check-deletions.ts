/** What is called destroyed is so by a record in the log of whose copy it was, and what a record says has its row. */
import type { DeletionRow, EntryRow, Reader } from '../store/store.ts'
import { orDamaged } from '../uses/damage.ts'
import { sayingOf, storedDestroyed } from '../uses/retention/said-destroyed.ts'
import type { Found, Scrubbed } from './finding.ts'

/** `rows`: entries whose headers are as they were written. */
export async function checkDeletions(
  { relation }: Scrubbed,
  reader: Reader,
  rows: readonly EntryRow[],
  found: Found,
): Promise<void> {
  const isSaid = sayingOf(reader)
  for (const row of [...(await reader.deletions(rows.map(({ leaf }) => leaf))).values()].flat())
    if ((await orDamaged(isSaid(row))) === false) tell(row, found)
  // Records may name what has still to be given back.
  if (relation.start !== 'confirmed') return
  for (const record of rows) {
    const said = (await storedDestroyed(record, reader)) ?? []
    if (said.length === 0) continue
    const stored = await reader.deletions(said.map(({ leaf }) => leaf))
    for (const row of await ofHeld(record, said, reader))
      if (!stored.get(row.leaf)?.some(({ side, name }) => side === row.side && name === row.name))
        tell(row, found)
  }
}

function tell({ side, record, leaf, name }: DeletionRow, found: Found): void {
  found({ what: 'deletion', side, record, leaf, name })
}

/** Only parts of entries that its author could know when it wrote the record: others have no row. */
async function ofHeld(
  { side, index, running }: EntryRow,
  said: readonly DeletionRow[],
  reader: Reader,
): Promise<DeletionRow[]> {
  const places = await reader.placesByLeaf(said.map(({ leaf }) => leaf))
  const before = places.filter((place) => place.index < (place.side === side ? index : running))
  const leaves = new Set(before.map(({ leaf }) => leaf))
  return said.filter(({ leaf }) => leaves.has(leaf))
}
