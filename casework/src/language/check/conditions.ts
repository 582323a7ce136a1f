import { boundOf, boundsIn, type CarriedOut, type Condition } from '../condition.ts'
import type { Field } from '../field.ts'
import { own } from '../own.ts'
import type { Procedure } from '../procedure.ts'
import { KEPT } from '../reserved.ts'
import type { CheckCode, DeclarationProblem } from './codes.ts'
import { NAME, repeated } from './names.ts'

/**
 * A condition reads what is never destroyed, and nothing else: else a dossier would change when a part
 * of it is destroyed.
 */
export function checkCondition(
  procedure: Procedure,
  condition: Condition,
  path: string,
): DeclarationProblem[] {
  if ('all' in condition) return checkEach(procedure, condition.all, `${path}/all`)
  if ('any' in condition) return checkEach(procedure, condition.any, `${path}/any`)
  if ('not' in condition) return checkCondition(procedure, condition.not, `${path}/not`)
  if ('present' in condition) return checkRead(procedure, condition.present, `${path}/present`)
  if ('equals' in condition) return checkEquals(procedure, condition.equals, `${path}/equals`)
  if ('before' in condition) return checkCompared(procedure, condition.before, `${path}/before`)
  if ('after' in condition) return checkCompared(procedure, condition.after, `${path}/after`)
  if ('within' in condition) return bad(`${path}/within`, 'rows-outside-rule')
  if ('exactly' in condition) return bad(`${path}/exactly`, 'rows-outside-rule')
  if ('hasPart' in condition)
    return Object.hasOwn(procedure.parts, condition.hasPart) ? [] : bad(`${path}/hasPart`, 'unknown-part')
  if ('done' in condition)
    return Object.hasOwn(procedure.acts, condition.done) ? [] : bad(`${path}/done`, 'unknown-act')
  if ('saidNo' in condition)
    return own(procedure.gates ?? {}, condition.saidNo) ? [] : bad(`${path}/saidNo`, 'unknown-gate')
  if ('inForce' in condition) return checkInForce(procedure, condition.inForce, `${path}/inForce`)
  if ('carriedOut' in condition) return checkCarriedOut(procedure, condition.carriedOut, `${path}/carriedOut`)
  return 'paused' in condition ? [] : bad(path, 'unknown-word')
}

/**
 * A rule: a condition, or bounds of lists and nothing else. Whoever writes a list asks them without knowing more of the dossier
 * than what is kept; denied, a bound would be broken by every list that a verdict cannot see.
 */
export function checkRule(procedure: Procedure, rule: Condition, path: string): DeclarationProblem[] {
  const bounds = boundsIn(rule)
  if (bounds === null) return checkCondition(procedure, rule, path)
  return bounds.flatMap((bound, index) => {
    const [word = ''] = Object.keys(bound)
    return checkBound(
      procedure,
      boundOf(bound),
      'all' in rule ? `${path}/all/${index}/${word}` : `${path}/${word}`,
    )
  })
}

function checkBound(
  procedure: Procedure,
  [list, count]: readonly [string, string],
  path: string,
): DeclarationProblem[] {
  const field = own(procedure.fields, list)
  const problems = [...(field ? [] : bad(path, 'unknown-field')), ...checkRead(procedure, count, path)]
  if (problems.length > 0) return problems
  return field?.kind === 'list' && own(procedure.fields, count)?.kind === 'count'
    ? []
    : bad(path, 'not-comparable')
}

function checkEach(
  procedure: Procedure,
  conditions: readonly Condition[],
  path: string,
): DeclarationProblem[] {
  if (conditions.length === 0) return bad(path, 'empty')
  return conditions.flatMap((condition, index) => checkCondition(procedure, condition, `${path}/${index}`))
}

function checkRead(procedure: Procedure, name: string, path: string): DeclarationProblem[] {
  const field = own(procedure.fields, name)
  if (!field) return bad(path, 'unknown-field')
  return field.part === KEPT ? [] : bad(path, 'not-kept')
}

function checkInForce(procedure: Procedure, name: string, path: string): DeclarationProblem[] {
  const problems = checkRead(procedure, name, path)
  const field = own(procedure.fields, name)
  if (problems.length > 0 || !field) return problems
  if (procedure.plays?.as === 'instrument') return bad(path, 'instrument-in-force')
  return field.kind === 'reference' && field.plays === 'instrument' ? [] : bad(path, 'wrong-kind')
}

/** That the procedure, its states and its count are there is for whoever has all of them to see. */
function checkCarriedOut(
  procedure: Procedure,
  { by, procedure: other, states, counts, opener }: CarriedOut,
  path: string,
): DeclarationProblem[] {
  const problems = checkRead(procedure, by, `${path}/by`)
  const field = own(procedure.fields, by)
  if (problems.length === 0 && field?.kind !== 'reference') problems.push(...bad(`${path}/by`, 'wrong-kind'))
  if (procedure.plays?.as === 'instrument') problems.push(...bad(path, 'instrument-in-force'))
  if (![other, ...states, ...(counts === undefined ? [] : [counts])].every((name) => NAME.test(name)))
    problems.push(...bad(path, 'bad-name'))
  if (opener !== undefined && opener !== 'opener' && opener !== 'other')
    problems.push(...bad(`${path}/opener`, 'unknown-word'))
  return [
    ...problems,
    ...repeated(states, `${path}/states`),
    ...(states.length === 0 ? bad(`${path}/states`, 'empty') : []),
  ]
}

function checkEquals(
  procedure: Procedure,
  [name, value]: readonly [string, unknown],
  path: string,
): DeclarationProblem[] {
  const problems = checkRead(procedure, name, path)
  const field = own(procedure.fields, name)
  if (problems.length > 0 || !field) return problems
  const fits = canEqual(field, value)
  if (fits === null) return bad(path, 'not-comparable')
  return fits ? [] : bad(path, 'impossible-value')
}

/** `null` when values of this kind are compared with no single value. */
function canEqual(field: Field, value: unknown): boolean | null {
  switch (field.kind) {
    case 'choice':
      return typeof value === 'string' && field.of.includes(value)
    case 'flag':
      return typeof value === 'boolean'
    case 'count':
      return typeof value === 'number' && value >= field.min && value <= field.max
    case 'line':
    case 'office':
    case 'digest':
      return typeof value === 'string'
    default:
      return null
  }
}

/** Kinds whose values come one before the other: days, times, and counts by size. */
const ORDERED = ['date', 'time', 'count'] as const

function checkCompared(
  procedure: Procedure,
  names: readonly [string, string],
  path: string,
): DeclarationProblem[] {
  const problems = names.flatMap((name) => checkRead(procedure, name, path))
  if (problems.length > 0) return problems
  const [first, second] = names.map((name) => own(procedure.fields, name)?.kind)
  return first === second && ORDERED.some((kind) => kind === first) ? [] : bad(path, 'not-comparable')
}

function bad(path: string, code: CheckCode): DeclarationProblem[] {
  return [{ path, code }]
}
