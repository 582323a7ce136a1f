/** Turns deletion records into rows of the store: whose copy of which part is destroyed, and since when. */
import type { DeletionRow, EntryRow, PartRow, Writer } from '../../store/store.ts'
import { headerOf } from '../log/entry.ts'
import type { Relation } from '../relation.ts'
import type { GiveWay } from '../turns.ts'
import { destroyNamed, soundOf } from './destroy-again.ts'
import { saidDestroyed } from './said-destroyed.ts'

/**
 * Takes in the records among new entries of one log. A record can name only parts of entries that are held: otherwise a
 * peer could fill a table with what nobody has.
 *
 * `relation`: the log is our own and was given back to us, so what it names is destroyed here again.
 */
export async function takeDeletions(
  rows: readonly EntryRow[],
  parts: readonly PartRow[],
  relation: Relation | null,
  writer: Writer,
  giveWay: GiveWay,
): Promise<void> {
  for (const row of rows) {
    if (row.kind !== 'destroyed') continue
    const kept = parts.find(({ leaf, name }) => leaf === row.leaf && name === 'kept')
    const said = saidDestroyed(row, kept && { ...kept, state: 'held' })
    await giveWay()
    // Entries that our own records name may still have to be given back.
    const deletions = relation ? said : await ofHeld(said, writer)
    await writer.putDeletions(deletions)
    const named = deletions.map(({ leaf, name }) => ({ leaf, name }))
    if (relation) await destroyNamed(relation, named, writer)
  }
}

/** A header may be long, and a record names many. */
const AT_ONCE = 256

/**
 * Drops names of parts that the entry does not have as well: there is no end of such names. Of an entry that is damaged here it drops
 * all, which a scrub puts back: else one such entry would hold back all that the other side says behind the record.
 */
async function ofHeld(said: readonly DeletionRow[], writer: Writer): Promise<DeletionRow[]> {
  const leaves = [...new Set(said.map(({ leaf }) => leaf))]
  const names = new Map<string, ReadonlySet<string>>()
  for (let from = 0; from < leaves.length; from += AT_ONCE)
    for (const row of await soundOf(leaves.slice(from, from + AT_ONCE), (some) => writer.entriesByLeaf(some)))
      names.set(row.leaf, new Set(headerOf(row)?.parts.map(({ name }) => name)))
  return said.filter(({ leaf, name }) => names.get(leaf)?.has(name))
}
