/** What deletion records say, as rows of the store: whose copy of what is destroyed, and since when. */
import type { DeletionRow, EntryRow, PartRow, Writer } from '../../store/store.ts'
import { headerOf } from '../log/entry.ts'
import type { Relation } from '../relation.ts'
import { destroyNamed } from './destroy-again.ts'
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

/** A header may be long, and a record names many. */
const AT_ONCE = 256

/** Names of parts that the entry does not have are passed over as well: there is no end of those. */
async function ofHeld(said: readonly DeletionRow[], writer: Writer): Promise<DeletionRow[]> {
  const leaves = [...new Set(said.map(({ leaf }) => leaf))]
  const names = new Map<string, ReadonlySet<string>>()
  for (let from = 0; from < leaves.length; from += AT_ONCE)
    for (const row of await writer.entriesByLeaf(leaves.slice(from, from + AT_ONCE)))
      names.set(row.leaf, new Set(headerOf(row)?.parts.map(({ name }) => name)))
  return said.filter(({ leaf, name }) => names.get(leaf)?.has(name))
}
