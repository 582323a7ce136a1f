/** What it costs to visit everything that procedures let come about, beside judging one act. */
import { lostOf, type Procedure, spaceOf } from '@counterpart/casework'

export interface Spaces {
  procedures: number
  kinds: number
  moves: number
  /** Visited and proven. */
  ms: number
  /** Milliseconds for one of the acts that were found, judged again. */
  verdict: number
}

/** All of them together, and the one with the most moves. */
export function measureSpaces(procedures: readonly Procedure[]): { all: Spaces; largest: Spaces } {
  const each = procedures.map(measureSpace)
  const sum = (of: (one: Spaces) => number) => each.reduce((total, one) => total + of(one), 0)
  const all = {
    procedures: each.length,
    kinds: sum(({ kinds }) => kinds),
    moves: sum(({ moves }) => moves),
    ms: sum(({ ms }) => ms),
    verdict: sum(({ verdict }) => verdict) / each.length,
  }
  return { all, largest: each.reduce((most, one) => (one.moves > most.moves ? one : most)) }
}

function measureSpace(procedure: Procedure): Spaces {
  const begun = performance.now()
  const { rows, counts } = spaceOf(procedure)
  const ms = performance.now() - begun
  const verdicts = rows.reduce((sum, { gates }) => sum + 1 + gates.size, 0)
  const again = performance.now()
  for (let turn = 0; turn < 5; turn++) lostOf(procedure, rows)
  const verdict = (performance.now() - again) / (5 * verdicts)
  return { procedures: 1, kinds: counts.kinds, moves: counts.moves, ms, verdict }
}
