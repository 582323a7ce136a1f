/**
 * The order of a dossier's entries, from the two logs alone. The keeper's entries stand as recorded; a
 * guest's entry stands directly before the first keeper's entry whose running `seen` covers it. Two
 * entries in settled order never change places, because nothing but the keeper's bytes decides it.
 */
import { CaseworkError } from '../errors.ts'
import type { Entry, Party, Placed } from './entry.ts'

/**
 * Whole logs in the form of the specification; `placeDossier` gives the same for one dossier without
 * reading them. What exists of both logs counts, marks and unreadable entries too.
 *
 * @throws CaseworkError `unknown-party` unless there are two logs, one of them the keeper's
 */
export function order(logs: Readonly<Record<Party, readonly Entry[]>>, keeper: Party): Placed[] {
  const ours = Object.hasOwn(logs, keeper) ? logs[keeper] : undefined
  const others = Object.keys(logs).filter((party) => party !== keeper)
  const theirs = others.length === 1 ? logs[others[0] ?? ''] : undefined
  if (!ours || !theirs) throw new CaseworkError('unknown-party')
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

/** The guest's entry at the place its settler gives it; provisional after everything known when there is none. */
export function guestAt(
  entry: Entry,
  settler: { index: number; time: number } | null,
  known: number,
): Placed {
  return {
    entry,
    by: 'guest',
    settler: settler?.index ?? null,
    time: settler?.time ?? null,
    cut: { keeper: settler?.index ?? known, guest: entry.index },
  }
}
