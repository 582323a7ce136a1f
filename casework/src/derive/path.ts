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
 * The states a dossier went through and those it is likely to go through. What lies ahead is a guess for the eye and no
 * promise: the longest way on in the order of the declaration, to an end or to where nobody has to go on. Where that is
 * nothing but another end than the first that is declared, as of what is suspended, it goes back first.
 */
export function pathOf(procedure: Procedure, reached: Reached): PathStep[] {
  const gone = reached.path.map(({ state, time }) => ({
    state,
    time,
    current: state === reached.state,
    final: isFinal(procedure, state),
  }))
  const ahead = likely(procedure, reached.state).map((state) => ({
    state,
    time: null,
    current: false,
    final: isFinal(procedure, state),
  }))
  return [...gone, ...ahead]
}

function likely(procedure: Procedure, at: string): readonly string[] {
  if (own(procedure.states, at) === undefined || isFinal(procedure, at)) return []
  const order = Object.keys(procedure.states)
  const way = onwardIn(procedure)(at) ?? []
  const isOff =
    way.length === 0
      ? !isAtRest(procedure, at)
      : isFinal(procedure, way[0] ?? '') && way[0] !== order.find((state) => isFinal(procedure, state))
  const isBack = (state: string) => !isFinal(procedure, state) && order.indexOf(state) < order.indexOf(at)
  const back = isOff ? leadsTo(procedure, at).findLast(isBack) : undefined
  return back === undefined ? way : [back, ...(onwardIn(procedure, at)(back) ?? [])]
}

/** The longest way on from each state, without it; of ways of one length that over what is declared first. */
function onwardIn(procedure: Procedure, without?: string): (state: string) => readonly string[] | null {
  const order = Object.keys(procedure.states)
  const known = new Map<string, readonly string[] | null>()
  const onward = (state: string): readonly string[] | null => {
    const before = known.get(state)
    if (before !== undefined) return before
    const rests = isAtRest(procedure, state)
    const ways = leadsTo(procedure, state).flatMap((next) => {
      if (next === without || order.indexOf(next) <= order.indexOf(state)) return []
      const isEnd = isFinal(procedure, next)
      // Nobody has to go on from there: its end is not to be expected.
      const after = isEnd ? (rests ? null : []) : onward(next)
      return after ? [[next, ...after]] : []
    })
    const [way = rests ? [] : null] = ways.sort((a, b) => b.length - a.length)
    known.set(state, way)
    return way
  }
  return onward
}

/** Both may go on, and nothing is due. */
function isAtRest({ states }: Procedure, name: string): boolean {
  const state = own(states, name)
  return state !== undefined && 'waits' in state && state.waits === 'either' && state.deadline === null
}

/** In the order of the declaration. */
function leadsTo(procedure: Procedure, from: string): string[] {
  const leading = new Set(
    Object.values(procedure.acts).flatMap((act) =>
      act.from.includes(from) && act.to !== undefined ? [act.to] : [],
    ),
  )
  return Object.keys(procedure.states).filter((state) => leading.has(state))
}

function isFinal(procedure: Procedure, name: string): boolean {
  const state = own(procedure.states, name)
  return state !== undefined && 'final' in state
}
