/** What is said of the parts of a rung: when each ends, and whose copy is destroyed since when. */
import { DAY } from '@counterpart/casework/civil'
import type { Rung } from '../http/schema/dossier.ts'
import type { StoredPart } from '../store/as-stored.ts'
import type { DeletionRow } from '../store/store.ts'
import type { Relation } from '../uses/relation.ts'
import type { PartEnd } from '../uses/retention/part-ends.ts'
import type { Look } from './look.ts'
import { isWithheld } from './withheld.ts'

/** A side destroys once a day, and says so with what it sends next. Seconds. */
export const GRACE = 2 * DAY

export function partViews(
  { node, relation }: Look,
  states: readonly StoredPart[],
  ends: readonly PartEnd[],
  deletions: readonly DeletionRow[],
): Rung['parts'] {
  const now = node.clock()
  return states.map(({ name, state }) => {
    const end = ends.find((one) => one.name === name)
    const said = deletions.filter((one) => one.name === name)
    const ours = said.find(({ side }) => side === relation.ours)
    const isOver = end !== undefined && end.at !== null && end.at + GRACE < now
    const missing = (side: string) => !said.some((one) => one.side === side)
    return {
      name,
      state: shownState(relation, state, ours !== undefined && ours.final > now),
      ends: state === 'held' ? (end?.at ?? null) : null,
      copies: said
        .map(({ side, time, final, why }) => ({ side, time, final, why }))
        .sort((a, b) => (a.side < b.side ? -1 : 1)),
      late: isOver && state !== 'absent' ? relation.parties.filter(missing) : [],
    }
  })
}

function shownState(
  relation: Relation,
  state: StoredPart['state'],
  hasBackup: boolean,
): Rung['parts'][number]['state'] {
  if (state === 'absent' && isWithheld(relation)) return 'withheld'
  // A backup of our keys may still hold it: the last word is said when none can.
  return state === 'destroyed' && hasBackup ? 'destroying' : state
}
