/**
 * When what a side dated by its own clock was with the other side, by that side's log. Where the two are further apart than
 * clocks may be, both are shown: a keeper could else meet every deadline by its own account.
 */
import type { DossierRow, EntryRow, JudgedRow } from '../store/store.ts'
import { coveredAt } from '../uses/retention/part-ends.ts'
import type { Look } from './look.ts'

export interface Arrival {
  /** Whole seconds. */
  at: number
  /** Whether it ended a deadline in time by its author's clock alone, and came after it. */
  late: boolean
}

/** By leaf, of the acts that came far later than they say. */
export async function arrivalsIn(
  { reader, relation }: Look,
  { settled, ahead }: DossierRow,
  rows: readonly EntryRow[],
  judged: ReadonlyMap<string, JudgedRow>,
): Promise<Map<string, Arrival>> {
  const acts = rows.filter(({ kind }) => kind === 'open' || kind === 'act')
  const known = await coveredAt(
    relation,
    reader,
    acts.filter(({ side }) => side === ahead.keeper),
  )
  const { tolerance } = relation
  const found = new Map<string, Arrival>()
  for (const { leaf, side, time } of acts) {
    // A guest's is read from the keeper's log already.
    const at = (side === ahead.keeper ? known.get(leaf) : judged.get(leaf)?.time) ?? null
    if (at === null || at - time <= tolerance) continue
    const late =
      side === ahead.keeper &&
      settled.clocks.some(
        (clock) => clock.owes === side && clock.ended === time && !clock.late && at - clock.due > tolerance,
      )
    found.set(leaf, { at, late })
  }
  return found
}
