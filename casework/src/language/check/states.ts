import { own } from '../own.ts'
import type { Act, Procedure, State } from '../procedure.ts'
import type { DeclarationProblem } from './codes.ts'
import { NAME } from './names.ts'

/** What may still be said of a dossier that is closed. */
const AFTERWARDS: ReadonlySet<string> = new Set(['note', 'correct'])

export function checkStates(procedure: Procedure): DeclarationProblem[] {
  const reached = follow(procedure, openings(procedure), (state, act) =>
    act.from.includes(state) ? act.to : undefined,
  )
  const ending = endingStates(procedure)
  return Object.entries(procedure.states).flatMap(([name, state]) => {
    const path = `/states/${name}`
    const problems = checkState(procedure, state, path)
    if (!reached.has(name)) problems.push({ path, code: 'unreachable-state' })
    if ('final' in state)
      problems.push(...checkFinal(procedure, name), ...checkGround(procedure, name, state))
    else if (!hasWayOn(procedure, name)) problems.push({ path, code: 'dead-end' })
    else if (!procedure.once && !ending.has(name)) problems.push({ path, code: 'no-end' })
    return problems
  })
}

function checkState(procedure: Procedure, state: State, path: string): DeclarationProblem[] {
  if ('final' in state) return []
  const problems: DeclarationProblem[] = []
  if (state.waits === 'clock') problems.push({ path: `${path}/waits`, code: 'bad-side' })
  if (state.deadline === null) {
    if (!NAME.test(state.because)) problems.push({ path: `${path}/because`, code: 'no-reason' })
  } else if (!Object.hasOwn(procedure.deadlines, state.deadline))
    problems.push({ path: `${path}/deadline`, code: 'unknown-deadline' })
  return problems
}

function checkFinal(procedure: Procedure, state: string): DeclarationProblem[] {
  return Object.entries(procedure.acts).flatMap(([name, act]) =>
    act.from.includes(state) && (act.to !== undefined || !AFTERWARDS.has(name))
      ? [{ path: `/acts/${name}/from`, code: 'way-out-of-final' as const }]
      : [],
  )
}

/** A refusal is an ordinary end, and one with a ground. */
function checkGround(procedure: Procedure, name: string, state: State): DeclarationProblem[] {
  if (!('final' in state) || !state.refused) return []
  return Object.entries(procedure.acts).flatMap(([act, { to, needs }]) => {
    const grounded = needs.some((field) => field.endsWith('-ground'))
    return to === name && !grounded ? [{ path: `/acts/${act}/needs`, code: 'no-ground' as const }] : []
  })
}

/** A dossier that stands for good, one in a relation, is used by acts that leave its state as it is. */
function hasWayOn(procedure: Procedure, state: string): boolean {
  return Object.entries(procedure.acts).some(([name, act]) => {
    if (!act.from.includes(state) || act.by === 'clock') return false
    return (act.to !== undefined && act.to !== state) || (procedure.once && !AFTERWARDS.has(name))
  })
}

function openings(procedure: Procedure): string[] {
  return Object.values(procedure.acts).flatMap((act) => (act.opens && act.to !== undefined ? [act.to] : []))
}

/** States from which a final one can be reached. */
function endingStates(procedure: Procedure): Set<string> {
  const ending = new Set(Object.keys(procedure.states).filter((name) => isFinal(procedure, name)))
  for (let before = -1; before < ending.size; ) {
    before = ending.size
    for (const act of Object.values(procedure.acts))
      if (act.to !== undefined && ending.has(act.to)) for (const state of act.from) ending.add(state)
  }
  return ending
}

function follow(
  procedure: Procedure,
  starts: readonly string[],
  next: (state: string, act: Act) => string | undefined,
): Set<string> {
  const reached = new Set(starts)
  for (const state of reached)
    for (const act of Object.values(procedure.acts)) {
      const to = next(state, act)
      if (to !== undefined) reached.add(to)
    }
  return reached
}

function isFinal(procedure: Procedure, name: string): boolean {
  const state = own(procedure.states, name)
  return state !== undefined && 'final' in state
}
