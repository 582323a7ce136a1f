/** What is said of the parts of a rung: when each ends, and whose copy is destroyed since when. */
import type { Rung } from '../http/schema/dossier.ts'
import type { StoredPart } from '../store/as-stored.ts'
import type { DeletionRow } from '../store/store.ts'
import type { PartEnd } from '../uses/part-ends.ts'
import type { Look } from './look.ts'

/** A side destroys once a day, and says so with what it sends next. Seconds. */
export const GRACE = 2 * 86_400

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
      // A backup of our keys may still hold it: the last word is said when none can.
      state: state === 'destroyed' && ours !== undefined && ours.final > now ? 'destroying' : state,
      ends: state === 'held' ? (end?.at ?? null) : null,
      copies: said
        .map(({ side, time, final, why }) => ({ side, time, final, why }))
        .sort((a, b) => (a.side < b.side ? -1 : 1)),
      late: isOver && state !== 'absent' ? relation.parties.filter(missing) : [],
    }
  })
}
