/**
 * Whether the fields of an act are as its procedure declares them. `checkFields` is for an author, who
 * has all of them; `checkPart` is for whoever holds one part. A verdict may rest on `kept` alone,
 * because any other part can have been destroyed.
 */
import { type Act, fieldsRead, KEPT, type Procedure, type Reserved } from '../language/index.ts'
import { own } from '../language/own.ts'
import { holds } from '../run/condition.ts'
import {
  checkChoice,
  checkForm,
  checkLine,
  checkMembers,
  checkReference,
  checkRows,
  checkTexts,
  checkValue,
  type FieldProblem,
} from './check-value.ts'
import { LIMITS, PATTERNS } from './patterns.ts'

type Fields = Readonly<Record<string, unknown>>
type Check = (value: unknown, path: string) => FieldProblem[]

/** `value`: the fields of all parts in one object, without the reserved keys. Paths begin with `/`. */
export function checkFields(procedure: Procedure, act: string, value: unknown): FieldProblem[] {
  const declared = actOf(procedure, act)
  if (!declared) return [{ path: '', code: 'unknown-act' }]
  const problems = checkMembers(value, checksOf(procedure, declared, null), declared.needs, '')
  return problems.length === 0 && declared.opens ? rulesBroken(procedure, value as Fields) : problems
}

/** For an opening alone: whether an act in a dossier breaks a rule depends on what stands there, too. */
function rulesBroken(procedure: Procedure, fields: Fields): FieldProblem[] {
  const parts = Object.keys(fields).map((name) => own(procedure.fields, name)?.part ?? KEPT)
  const facts = { kept: fields, parts, paused: false, done: () => false }
  return Object.values(procedure.rules).flatMap((rule) => {
    const [first] = fieldsRead(rule).filter((name) => Object.hasOwn(fields, name))
    return first === undefined || holds(rule, facts) ? [] : [{ path: `/${first}`, code: 'contradiction' }]
  })
}

/** `value`: what one part holds; `kept` with the reserved keys the act may carry. */
export function checkPart(procedure: Procedure, act: string, part: string, value: unknown): FieldProblem[] {
  const declared = actOf(procedure, act)
  if (!declared) return [{ path: '', code: 'unknown-act' }]
  if (part !== KEPT && !Object.hasOwn(procedure.parts, part)) return [{ path: '', code: 'unknown-part' }]
  const checks = checksOf(procedure, declared, part)
  const needs = declared.needs.filter((name) => Object.hasOwn(checks, name))
  return checkMembers(
    value,
    part === KEPT ? { ...checks, ...reserved(procedure, declared) } : checks,
    needs,
    '',
  )
}

/** `value`: only the reserved keys, as an officer gave them. */
export function checkReserved(procedure: Procedure, act: string, value: unknown): FieldProblem[] {
  const declared = actOf(procedure, act)
  if (!declared) return [{ path: '', code: 'unknown-act' }]
  return checkMembers(value, reserved(procedure, declared), [], '')
}

function actOf(procedure: Procedure, name: string): Act | undefined {
  return own(procedure.acts, name)
}

function checksOf(procedure: Procedure, act: Act, part: string | null): Record<string, Check> {
  const checks: Record<string, Check> = {}
  for (const name of [...act.needs, ...(act.may ?? [])]) {
    const field = own(procedure.fields, name)
    if (field && (part === null || field.part === part))
      checks[name] = (value, path) => checkValue(field, value, path)
  }
  return checks
}

function reserved(procedure: Procedure, act: Act): Record<string, Check> {
  const checks: Record<keyof Reserved, Check> = {
    number: (value, path) => checkLine(value, LIMITS.number, path),
    level: (value, path) => checkChoice(value, procedure.levels, path),
    to: (value, path) => checkForm(value, PATTERNS.office, path),
    from: (value, path) => checkTexts(value, LIMITS.name, path),
    under: (value, path) => checkRows(value, LIMITS.under, path, (row, at) => checkReference(row, 'may', at)),
  }
  return act.opens ? checks : { number: checks.number }
}
