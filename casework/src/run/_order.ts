import type { Entry, Party, Placed } from './entry.ts'
import { guestAt } from './place.ts'

/**
 * The order of whole logs in the form of the specification, which `placeDossier` is compared with: what exists of both
 * counts, marks and unreadable entries too.
 */
export function order(logs: Readonly<Record<Party, readonly Entry[]>>, keeper: Party): Placed[] {
  const ours = logs[keeper] ?? []
  const theirs = Object.entries(logs).flatMap(([party, log]) => (party === keeper ? [] : log))
  const out: Placed[] = []
  let taken = 0
  let covered = 0
  let time = 0
  for (const [index, entry] of ours.entries()) {
    // The largest `seen` so far: a lower one is an incident and moves nothing.
    covered = Math.max(covered, entry.header?.seen ?? 0)
    time = entry.header?.time ?? time
    for (; taken < theirs.length && taken < covered; taken++)
      out.push(guestAt(theirs[taken] as Entry, { index, time }, index))
    out.push({ entry, by: 'keeper', settler: index, time, cut: { keeper: index, guest: covered } })
  }
  for (; taken < theirs.length; taken++) out.push(guestAt(theirs[taken] as Entry, null, ours.length))
  return out
}
