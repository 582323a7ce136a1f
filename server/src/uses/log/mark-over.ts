/** Finds where the author of one log says of its own accord that it held the other log up to a head. */
import type { Party } from '@counterpart/casework'
import { parseHeader } from '@counterpart/protocol'
import type { EntryRow, Reader } from '../../store/store.ts'
import { otherThan, type Relation } from '../relation.ts'
import { endOf, epochOf } from './chain.ts'

/**
 * The mark over the first head of the log of `side` that has one, of those behind the entry at `index`, in the log of that
 * entry. It goes by our heads and not by their marks: only its author says how many of these stand between two heads.
 */
export async function markOver(
  { reader, relation }: { reader: Reader; relation: Relation },
  side: Party,
  index: number,
): Promise<EntryRow | null> {
  const holder = otherThan(relation, side)
  const chain = side === relation.ours ? relation.chain.ours : relation.chain.theirs
  const end = endOf(chain, epochOf(relation, side, index).number)
  let mark = await reader.markOver(holder, index + 1, end)
  // Rows from before migration 26 do not say which marks are lowered (MARK-4), so the header is read. One that is not lowered
  // may stand behind it at the same size.
  while (mark !== null && parseHeader(mark.bytes).seen < mark.running)
    mark = await reader.markOver(holder, mark.running, end, mark.index)
  return mark
}
