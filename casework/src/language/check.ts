import { checkActs } from './check/acts.ts'
import type { DeclarationProblem } from './check/codes.ts'
import { checkRule } from './check/conditions.ts'
import { checkDeadlines } from './check/deadlines.ts'
import { checkDeclaredFields, checkParts } from './check/fields.ts'
import { checkGates } from './check/gates.ts'
import { checkIndicator } from './check/indicators.ts'
import { checkNames } from './check/names.ts'
import { checkPlayed } from './check/played.ts'
import { checkLinks, checkOwner, checkReaders } from './check/responsibility.ts'
import { checkStates } from './check/states.ts'
import { type Condition, fieldsRead } from './condition.ts'
import { own } from './own.ts'
import type { Procedure } from './procedure.ts'
import { KEPT } from './reserved.ts'

/** What the compiler cannot see of a declaration. Empty when it can be agreed on and used. */
export function checkProcedure(procedure: Procedure): DeclarationProblem[] {
  return [
    ...checkNames(procedure),
    ...checkParts(procedure),
    ...checkDeclaredFields(procedure),
    ...checkTitle(procedure),
    ...checkDeadlines(procedure),
    ...checkStates(procedure),
    ...checkActs(procedure),
    ...checkGates(procedure),
    ...checkOwner(procedure),
    ...checkReaders(procedure),
    ...checkLinks(procedure),
    ...checkPlayed(procedure),
    ...Object.entries(procedure.rules).flatMap(([name, rule]) =>
      checkRuleReads(procedure, rule, `/rules/${name}`),
    ),
    ...Object.entries(procedure.indicators).flatMap(([name, indicator]) =>
      checkIndicator(procedure, indicator, `/indicators/${name}`),
    ),
  ]
}

/** It stands on every desk and outlives the parts that can be destroyed. */
function checkTitle(procedure: Procedure): DeclarationProblem[] {
  const field = own(procedure.fields, procedure.title)
  if (!field) return [{ path: '/title', code: 'unknown-field' }]
  if (field.part !== KEPT) return [{ path: '/title', code: 'not-kept' }]
  return field.kind === 'text' || field.kind === 'line' ? [] : [{ path: '/title', code: 'bad-title' }]
}

/** One that reads no field would be asked of no act. */
function checkRuleReads(procedure: Procedure, rule: Condition, path: string): DeclarationProblem[] {
  const problems = checkRule(procedure, rule, path)
  return fieldsRead(rule).length > 0 ? problems : [...problems, { path, code: 'empty' }]
}
