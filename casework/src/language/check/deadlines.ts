import { type DurationUnit, parseDuration } from '../duration.ts'
import { own } from '../own.ts'
import type { Deadline, Procedure } from '../procedure.ts'
import { KEPT } from '../reserved.ts'
import type { CheckCode, DeclarationProblem } from './codes.ts'

/** Hours are no working time and a month has no fixed hours: such pairs are refused. */
const UNITS: Readonly<Record<Deadline['counts'], readonly DurationUnit[]>> = {
  hours: ['hours', 'minutes', 'days', 'weeks'],
  calendar: ['days', 'weeks', 'months', 'years'],
  working: ['days', 'weeks', 'months', 'years'],
}

export function checkDeadlines(procedure: Procedure): DeclarationProblem[] {
  const named = new Set(
    Object.values(procedure.states).map((state) => ('deadline' in state ? state.deadline : null)),
  )
  return Object.entries(procedure.deadlines).flatMap(([name, deadline]) => {
    const path = `/deadlines/${name}`
    const problems = checkLasts(procedure, name, deadline, `${path}/lasts`)
    if (deadline.basis.trim() === '') problems.push({ path: `${path}/basis`, code: 'no-basis' })
    if (deadline.owes === 'either' || deadline.owes === 'clock')
      problems.push({ path: `${path}/owes`, code: 'bad-side' })
    if (!named.has(name)) problems.push({ path, code: 'unused-deadline' })
    return problems
  })
}

function checkLasts(
  procedure: Procedure,
  name: string,
  deadline: Deadline,
  path: string,
): DeclarationProblem[] {
  const { lasts } = deadline
  if (typeof lasts === 'string') return checkLength(lasts, deadline.counts, path)
  if ('until' in lasts) return checkUntil(procedure, lasts.until, deadline.counts, `${path}/until`)
  const field = own(procedure.fields, lasts.by)
  if (!field) return bad(`${path}/by`, 'unknown-field')
  if (field.part !== KEPT) return bad(`${path}/by`, 'not-kept')
  if (field.kind !== 'choice') return bad(`${path}/by`, 'wrong-kind')
  const problems: DeclarationProblem[] = []
  for (const choice of field.of)
    if (!Object.hasOwn(lasts.of, choice))
      problems.push({ path: `${path}/of/${choice}`, code: 'choice-without-duration' })
  for (const [choice, each] of Object.entries(lasts.of))
    if (!field.of.includes(choice)) problems.push({ path: `${path}/of/${choice}`, code: 'unknown-choice' })
    else problems.push(...checkLength(each.lasts, each.counts, `${path}/of/${choice}`))
  if (!isGiven(procedure, name, lasts.by)) problems.push({ path: `${path}/by`, code: 'choice-not-given' })
  return problems
}

/** A date is a day of the calendar, whatever is counted. */
function checkUntil(
  procedure: Procedure,
  name: string,
  counts: Deadline['counts'],
  path: string,
): DeclarationProblem[] {
  const field = own(procedure.fields, name)
  if (!field) return bad(path, 'unknown-field')
  if (field.part !== KEPT) return bad(path, 'not-kept')
  if (field.kind !== 'date') return bad(path, 'wrong-kind')
  return counts === 'calendar' ? [] : bad(path, 'bad-duration')
}

/** The choice has to be made when the clock starts: by every opening, or by every act that starts it. */
function isGiven(procedure: Procedure, deadline: string, field: string): boolean {
  const acts = Object.values(procedure.acts)
  if (acts.every((act) => !act.opens || act.needs.includes(field))) return true
  return acts.every((act) => {
    const to = act.to === undefined ? undefined : own(procedure.states, act.to)
    return !to || !('deadline' in to) || to.deadline !== deadline || act.needs.includes(field)
  })
}

function checkLength(lasts: string, counts: Deadline['counts'], path: string): DeclarationProblem[] {
  const parts = parseDuration(lasts)
  const units = own(UNITS, counts)
  if (!units) return bad(path, 'unknown-word')
  return parts && units.includes(parts.unit) ? [] : bad(path, 'bad-duration')
}

function bad(path: string, code: CheckCode): DeclarationProblem[] {
  return [{ path, code }]
}
