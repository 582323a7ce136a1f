/** What time alone causes in a dossier: which act of the clock comes next, and when. */
import type { Act, Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { factsOf, holds } from './condition.ts'
import type { DossierState } from './entry.ts'
import { againAfter, levelAbove, unopenedEnds } from './responsibility.ts'

export interface Wake {
  act: string
  /** The first second at which it has effect. */
  at: number
}

/**
 * The earliest act of the clock while nobody acts; `null` when none will come. For the keeper's node alone. Of two
 * at the same second it is the one that the clock has written less often, so that a raising says what none said yet.
 */
export function wakeOf(procedure: Procedure, state: DossierState): Wake | null {
  const wakes = Object.entries(procedure.acts).flatMap(([name, act]): Wake[] => {
    const at = isPossible(procedure, name, act, state) ? timeOf(act, state) : null
    return at === null ? [] : [{ act: name, at }]
  })
  const written = (name: string) => own(state.current, name)?.count ?? 0
  const [next] = wakes.sort((one, other) => one.at - other.at || written(one.act) - written(other.act))
  return next ?? null
}

function isPossible(procedure: Procedure, name: string, act: Act, state: DossierState): boolean {
  if (act.by !== 'clock' || !act.from.includes(state.state)) return false
  if (act.most !== undefined && (own(state.current, name)?.count ?? 0) >= act.most) return false
  if (act.raises && levelAbove(procedure, state.level) === null) return false
  return !act.when || holds(act.when, factsOf(state)) === true
}

function timeOf(act: Act, state: DossierState): number | null {
  const ends = act.unopened === undefined ? clockEnds(state) : unopenedEnds(act.unopened, state)
  if (ends === null) return null
  return act.raises ? Math.max(ends + 1, againAfter(state)) : ends + 1
}

function clockEnds({ clock }: DossierState): number | null {
  return clock && clock.paused === null ? clock.due : null
}
