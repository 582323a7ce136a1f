import { looksOutside } from '../condition.ts'
import { own } from '../own.ts'
import type { Act, Procedure } from '../procedure.ts'
import { KEPT } from '../reserved.ts'
import { ROLES, type Role } from '../vocabulary.ts'
import type { CheckCode, DeclarationProblem } from './codes.ts'
import { checkCondition } from './conditions.ts'
import { repeated } from './names.ts'

export function checkActs(procedure: Procedure): DeclarationProblem[] {
  const acts = Object.entries(procedure.acts)
  const problems = acts.flatMap(([name, act]) => checkAct(procedure, act, `/acts/${name}`))
  if (!acts.some(([, act]) => act.opens)) problems.push({ path: '/acts', code: 'no-opening' })
  return problems
}

function checkAct(procedure: Procedure, act: Act, path: string): DeclarationProblem[] {
  return [
    ...(act.opens ? checkOpening(procedure, act, path) : []),
    ...(!act.opens && act.from.length === 0 ? bad(`${path}/from`, 'empty') : []),
    ...repeated(act.from, `${path}/from`),
    ...act.from.flatMap((state, index) =>
      known(procedure.states, state, `${path}/from/${index}`, 'unknown-state'),
    ),
    ...(act.to === undefined ? [] : known(procedure.states, act.to, `${path}/to`, 'unknown-state')),
    ...checkFieldsOf(procedure, act, path),
    ...(act.by === 'clock' ? checkByClock(act, path) : checkRoles(act, path)),
    ...checkAnswers(procedure, act, path),
    ...checkProposal(procedure, act, path),
    ...checkDrops(procedure, act, `${path}/drops`),
    ...checkClock(procedure, act, path),
    ...checkLevel(procedure, act, path),
    ...(act.when ? checkCondition(procedure, act.when, `${path}/when`) : []),
    ...(act.most === undefined || (Number.isSafeInteger(act.most) && act.most >= 1)
      ? []
      : bad(`${path}/most`, 'bad-size')),
  ]
}

/** The side that opens is the opener, and the keeper follows from that. */
function checkOpening(procedure: Procedure, act: Act, path: string): DeclarationProblem[] {
  const problems: DeclarationProblem[] = []
  const never = procedure.keeper === 'opener' ? 'guest' : procedure.keeper === 'other' ? 'keeper' : null
  if (act.by === 'other' || act.by === 'clock' || act.by === never)
    problems.push({ path: `${path}/by`, code: 'bad-side' })
  if (act.from.length > 0) problems.push({ path: `${path}/from`, code: 'bad-opening' })
  if (act.to === undefined) problems.push({ path: `${path}/to`, code: 'bad-opening' })
  if (act.answers || act.proposes || act.adopts || act.drops || act.clock)
    problems.push({ path, code: 'bad-opening' })
  if (!act.needs.includes(procedure.title)) problems.push({ path: `${path}/needs`, code: 'title-not-given' })
  return problems
}

function checkFieldsOf(procedure: Procedure, act: Act, path: string): DeclarationProblem[] {
  const names = [...act.needs, ...(act.may ?? [])]
  return [
    ...names.flatMap((name) => known(procedure.fields, name, `${path}/needs`, 'unknown-field')),
    ...repeated(names, `${path}/needs`),
  ]
}

function checkRoles(act: Act, path: string): DeclarationProblem[] {
  const problems = words(act.roles, `${path}/roles`)
  if (!act.approval) return problems
  problems.push(...words(act.approval, `${path}/approval`))
  if (act.approval.length > 0 && act.approval.every((role) => act.roles.includes(role)))
    problems.push({ path: `${path}/approval`, code: 'approval-same' })
  return problems
}

function words(roles: readonly Role[], path: string): DeclarationProblem[] {
  if (roles.length === 0) return bad(path, 'no-roles')
  return [
    ...repeated(roles, path),
    ...(roles.every((role) => ROLES.includes(role)) ? [] : bad(path, 'unknown-word')),
  ]
}

function checkByClock(act: Act, path: string): DeclarationProblem[] {
  const brings = act.needs.length > 0 && !act.raises
  const person = act.roles.length > 0 || act.approval || brings || act.clock
  return [
    ...(person ? bad(path, 'clock-with-person') : []),
    ...(act.when && looksOutside(act.when) ? bad(`${path}/when`, 'clock-in-force') : []),
    ...(endsItself(act) ? [] : bad(path, 'clock-repeats')),
  ]
}

/** Whether the clock, having done it, has no reason to do it again at its next tick. */
function endsItself({ raises, from, to, most }: Act): boolean {
  if (raises || most !== undefined) return true
  return to !== undefined && !from.includes(to)
}

function checkAnswers(procedure: Procedure, act: Act, path: string): DeclarationProblem[] {
  if (!act.answers) return []
  if (act.answers.length === 0) return bad(`${path}/answers`, 'empty')
  return [
    ...repeated(act.answers, `${path}/answers`),
    ...act.answers.flatMap((name, index) =>
      known(procedure.acts, name, `${path}/answers/${index}`, 'unknown-act'),
    ),
  ]
}

function checkProposal(procedure: Procedure, act: Act, path: string): DeclarationProblem[] {
  const problems: DeclarationProblem[] = []
  if (act.adopts) {
    const answered = (act.answers ?? []).map((name) => own(procedure.acts, name))
    if (answered.length === 0 || !answered.every((other) => other?.proposes))
      problems.push({ path: `${path}/adopts`, code: 'no-such-proposal' })
    // It drops what the proposal would: fields of its own would stay, and nobody be told.
    if (act.drops) problems.push({ path: `${path}/drops`, code: 'adopts-and-drops' })
  }
  if (!act.proposes) return problems
  const kept = [...act.needs, ...(act.may ?? [])].some((name) => own(procedure.fields, name)?.part === KEPT)
  if (!kept) problems.push({ path: `${path}/proposes`, code: 'proposes-nothing' })
  const adopted = Object.values(procedure.acts).some(
    (other) => other.adopts && other.answers?.some((name) => own(procedure.acts, name) === act),
  )
  if (!adopted) problems.push({ path: `${path}/proposes`, code: 'never-adopted' })
  return problems
}

/** What an act needs it brings, so it cannot be dropped; a dossier is never without its title. */
function checkDrops(procedure: Procedure, act: Act, path: string): DeclarationProblem[] {
  if (!act.drops) return []
  return [
    ...(act.drops.length === 0 ? bad(path, 'empty') : []),
    ...repeated([...act.needs, ...act.drops], path),
    ...act.drops.flatMap((name) => {
      const field = own(procedure.fields, name)
      if (!field) return bad(path, 'unknown-field')
      if (field.part !== KEPT) return bad(path, 'not-kept')
      return name === procedure.title ? bad(path, 'title-not-given') : []
    }),
  ]
}

/** The level that an act lifts to, or was decided at, is in a field of its own. */
function checkLevel(procedure: Procedure, act: Act, path: string): DeclarationProblem[] {
  if (!act.raises) return []
  const lifts = act.needs.includes('raised-to') ? [] : bad(`${path}/needs`, 'unknown-field')
  return procedure.levels.length > 1 ? lifts : [...lifts, { path, code: 'one-level' }]
}

function checkClock(procedure: Procedure, act: Act, path: string): DeclarationProblem[] {
  if (act.clock !== 'pause' && act.clock !== 'extend') return []
  const dated = act.from.some((name) => isDated(procedure, name)) ? bad(`${path}/from`, 'dated-clock') : []
  const turned = act.clock === 'pause' ? checkPause : checkExtend
  return [...dated, ...turned(procedure, act, path)]
}

function isDated(procedure: Procedure, name: string): boolean {
  const state = own(procedure.states, name)
  if (!state || !('deadline' in state) || state.deadline === null) return false
  const lasts = own(procedure.deadlines, state.deadline)?.lasts
  return typeof lasts === 'object' && 'until' in lasts
}

function checkExtend(procedure: Procedure, act: Act, path: string): DeclarationProblem[] {
  const durations = act.needs.filter((name) => {
    const field = own(procedure.fields, name)
    return field?.kind === 'duration' && field.part === KEPT
  })
  const running = act.from.every((name) => {
    const state = own(procedure.states, name)
    return !state || ('deadline' in state && state.deadline !== null)
  })
  return [
    ...(durations.length === 1 ? [] : bad(`${path}/needs`, 'no-duration')),
    ...(running ? [] : bad(`${path}/from`, 'nothing-to-extend')),
  ]
}

/** Wherever a clock can be stopped somebody can start it again. */
function checkPause(procedure: Procedure, act: Act, path: string): DeclarationProblem[] {
  const left = act.to === undefined ? act.from : [act.to]
  const resumed = left.every((state) =>
    Object.values(procedure.acts).some((other) => other.clock === 'resume' && other.from.includes(state)),
  )
  return resumed ? [] : bad(`${path}/clock`, 'no-resume')
}

function known(
  record: Readonly<Record<string, unknown>>,
  name: string,
  path: string,
  code: CheckCode,
): DeclarationProblem[] {
  return Object.hasOwn(record, name) ? [] : bad(path, code)
}

function bad(path: string, code: CheckCode): DeclarationProblem[] {
  return [{ path, code }]
}
