/** Finds where the author of one log says of its own accord that it held the other log up to a head. */
import type { Party } from '@counterpart/casework'
import type { EntryRow, Reader } from '../../store/store.ts'
import { otherThan, type Relation } from '../relation.ts'
import { endOf, epochOf } from './chain.ts'
import { isLowered } from './entry.ts'

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
  return firstProper((from, behind) => reader.markOver(holder, from, end, behind), index + 1)
}

/** The first mark of this side over so many entries of the other. */
export function markFrom(reader: Reader, side: Party, size: number): Promise<EntryRow | null> {
  return firstProper((from, behind) => reader.markFrom(side, from, behind), size)
}

/** A store may find one that is lowered, of a row that does not say so. One that is not may stand behind it at the same size. */
async function firstProper(
  find: (from: number, behind?: number) => Promise<EntryRow | null>,
  from: number,
): Promise<EntryRow | null> {
  let mark = await find(from)
  while (mark !== null && isLowered(mark)) mark = await find(mark.running, mark.index)
  return mark
}
