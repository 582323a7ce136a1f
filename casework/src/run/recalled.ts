/** What a side called back of its own act, and what the other can no longer build on it. */
import type { Hex } from '@counterpart/protocol'
import { type Act, type Procedure, partsRead } from '../language/index.ts'
import { own } from '../language/own.ts'
import type { Done, DossierState, Entry, Party, VerdictCode } from './entry.ts'
import { partsNeededBy } from './kept.ts'

/**
 * The state after an effective recall. Only that of a current entry counts, and of it only parts without which it could not
 * have been made: whoever takes back a name that was not asked for leaves what was said as it is.
 */
export function recalledState(
  procedure: Procedure,
  before: DossierState,
  { kept }: Pick<Entry, 'kept'>,
  on: Hex,
): DossierState {
  // RETENTION-10 has found a list of parts of just that entry.
  const parts = (kept?.parts ?? []) as string[]
  const [kind, done] = Object.entries(before.current).find(([, { leaf }]) => leaf === on) ?? []
  const act = kind === undefined ? undefined : own(procedure.acts, kind)
  if (kind === undefined || !done || !act) return before
  const asked = [...partsNeededBy(procedure, act), ...(act.when ? partsRead(act.when) : [])]
  const held = done.recalled ?? []
  const fresh = [...new Set(parts)].filter((part) => asked.includes(part) && !held.includes(part))
  if (fresh.length === 0) return before
  return { ...before, current: { ...before.current, [kind]: { ...done, recalled: [...held, ...fresh] } } }
}

/**
 * Why a side cannot build on what the other recalled: it would adopt it, or go on to where it cannot be said anew. What says
 * no, or stays where it is, builds on nothing. `given`: the parts that the act brings itself.
 */
export function recalledFault(
  procedure: Procedure,
  act: Act,
  [kind, done]: readonly [string, Done],
  by: Party,
  given: readonly string[],
): VerdictCode | null {
  if (done.by === by || !(act.adopts || leadsOn(procedure, act, kind))) return null
  return (done.recalled ?? []).every((part) => given.includes(part)) ? null : 'on-recalled'
}

function leadsOn(procedure: Procedure, { to }: Act, kind: string): boolean {
  const state = to === undefined ? undefined : own(procedure.states, to)
  if (to === undefined || !state || ('final' in state && state.refused)) return false
  return !own(procedure.acts, kind)?.from.includes(to)
}
