/** What deletion records say, as rows of the store: whose copy of what is destroyed, and since when. */
import type { DeletionRow, EntryRow, PartRow, Writer } from '../store/store.ts'
import { destroyNamed } from './destroy-again.ts'
import { headerOf } from './entry.ts'
import type { Relation } from './relation.ts'
import { saidDestroyed } from './said-destroyed.ts'

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
    const said = saidDestroyed(row, kept && { ...kept, state: 'held' })
    // What our own records name may have still to be given back.
    const deletions = relation ? said : await ofHeld(said, writer)
    await writer.putDeletions(deletions)
    const named = deletions.map(({ leaf, name }) => ({ leaf, name }))
    if (relation) await destroyNamed(relation, named, writer)
  }
}

/** Names of parts that the entry does not have are passed over as well: there is no end of those. */
async function ofHeld(said: readonly DeletionRow[], writer: Writer): Promise<DeletionRow[]> {
  const here = await writer.placesByLeaf(said.map(({ leaf }) => leaf))
  const names = new Map<string, ReadonlySet<string>>()
  for (const { leaf } of here) if (!names.has(leaf)) names.set(leaf, await namesIn(leaf, writer))
  return said.filter(({ leaf, name }) => names.get(leaf)?.has(name))
}

async function namesIn(leaf: string, writer: Writer): Promise<ReadonlySet<string>> {
  const row = await writer.entryByLeaf(leaf)
  return new Set((row && headerOf(row))?.parts.map(({ name }) => name))
}
