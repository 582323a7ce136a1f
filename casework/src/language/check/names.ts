import type { Procedure } from '../procedure.ts'
import { KEPT, RESERVED } from '../reserved.ts'
import { LANGUAGE, LEVELS } from '../vocabulary.ts'
import type { DeclarationProblem } from './codes.ts'

/** How things of a declaration are called. Names go into headers, addresses and keys of texts. */
export const NAME = /^[a-z][a-z0-9-]{0,39}$/

export function checkNames(procedure: Procedure): DeclarationProblem[] {
  const problems: DeclarationProblem[] = []
  if (!NAME.test(procedure.name)) problems.push({ path: '/name', code: 'bad-name' })
  if (!Number.isSafeInteger(procedure.version) || procedure.version < 1)
    problems.push({ path: '/version', code: 'bad-version' })
  if (procedure.language !== LANGUAGE) problems.push({ path: '/language', code: 'bad-language-version' })
  if (!Number.isSafeInteger(procedure.unsettled) || procedure.unsettled < 1)
    problems.push({ path: '/unsettled', code: 'bad-size' })
  if (procedure.levels.length === 0) problems.push({ path: '/levels', code: 'empty' })
  problems.push(...repeated(procedure.levels, '/levels'))
  for (const level of procedure.levels)
    if (!LEVELS.includes(level)) problems.push({ path: '/levels', code: 'unknown-word' })
  for (const group of ['parts', 'fields', 'deadlines', 'states', 'acts', 'indicators'] as const)
    for (const name of Object.keys(procedure[group]))
      if (!NAME.test(name)) problems.push({ path: `/${group}/${name}`, code: 'bad-name' })
  if (Object.hasOwn(procedure.parts, KEPT)) problems.push({ path: `/parts/${KEPT}`, code: 'reserved-name' })
  for (const name of RESERVED)
    if (Object.hasOwn(procedure.fields, name))
      problems.push({ path: `/fields/${name}`, code: 'reserved-name' })
  return problems
}

export function repeated(names: readonly string[], path: string): DeclarationProblem[] {
  return new Set(names).size < names.length ? [{ path, code: 'repeated' }] : []
}
