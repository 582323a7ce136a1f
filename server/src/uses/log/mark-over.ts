/** What of one side's log says, of its author's own accord, that it held the other log up to a head. */
import type { Party } from '@counterpart/casework'
import { parseHeader } from '@counterpart/protocol'
import type { EntryRow, Reader } from '../../store/store.ts'
import { otherThan, type Relation } from '../relation.ts'
import { endOf, epochOf } from './chain.ts'

/** How many marks with a lowered `seen` are passed over: each is an incident of its own (MARK-4). */
const MOST_LOWERED = 64

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
  let from = index + 1
  for (let looked = 0; looked < MOST_LOWERED; looked++) {
    const mark = await reader.markOver(holder, from, end)
    if (mark === null || parseHeader(mark.bytes).seen === mark.running) return mark
    from = mark.running + 1
  }
  return null
}
