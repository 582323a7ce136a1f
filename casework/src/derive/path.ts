import type { Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'

export interface PathStep {
  state: string
  /** When it was first reached, seconds UTC; `null` for what lies ahead. */
  time: number | null
  current: boolean
  final: boolean
}

/** The part of a dossier's state that is read. */
interface Reached {
  state: string
  path: readonly { state: string; time: number }[]
}

/**
 * The states a dossier went through and those it is likely to go through. What lies ahead is a guess
 * for the eye and no promise: from each state on to the next one in the order of the declaration.
 */
export function pathOf(procedure: Procedure, reached: Reached): PathStep[] {
  const gone = reached.path.map(({ state, time }) => ({
    state,
    time,
    current: state === reached.state,
    final: isFinal(procedure, state),
  }))
  const passed = new Set(reached.path.map(({ state }) => state))
  const ahead: PathStep[] = []
  let at: string | undefined = reached.state
  while (at !== undefined && !isFinal(procedure, at)) {
    passed.add(at)
    at = nextState(procedure, at, passed)
    if (at !== undefined) ahead.push({ state: at, time: null, current: false, final: isFinal(procedure, at) })
  }
  return [...gone, ...ahead]
}

/** An end is taken for likely only where there is nothing else left. */
function nextState(procedure: Procedure, from: string, passed: ReadonlySet<string>): string | undefined {
  const leading = new Set(
    Object.values(procedure.acts).flatMap((act) =>
      act.from.includes(from) && act.to !== undefined ? [act.to] : [],
    ),
  )
  const possible = Object.keys(procedure.states).filter((state) => leading.has(state) && !passed.has(state))
  return possible.find((state) => !isFinal(procedure, state)) ?? possible[0]
}

function isFinal(procedure: Procedure, name: string): boolean {
  const state = own(procedure.states, name)
  return state !== undefined && 'final' in state
}
