import type { Procedure } from '../procedure.ts'
import { ROLES } from '../vocabulary.ts'
import type { DeclarationProblem } from './codes.ts'
import { NAME, repeated } from './names.ts'

/** Wherever responsibility can be offered, somebody can take it or say no; and nobody can where it never is. */
export function checkOwner(procedure: Procedure): DeclarationProblem[] {
  const from = (does: string) =>
    Object.values(procedure.acts).flatMap((act) => (act.owner === does ? act.from : []))
  const offers = [
    ...from('offers'),
    ...Object.values(procedure.acts).flatMap((act) => (act.raises ? act.from : [])),
  ]
  const open = offers.filter((state) => !from('takes').includes(state) || !from('declines').includes(state))
  const idle = offers.length === 0 && (from('takes').length > 0 || from('declines').length > 0)
  return open.length > 0 || idle ? [{ path: '/acts', code: 'no-taker' }] : []
}

export function checkReaders({ readers }: Procedure): DeclarationProblem[] {
  if (!readers) return []
  if (readers.length === 0) return [{ path: '/readers', code: 'no-roles' }]
  return [
    ...repeated(readers, '/readers'),
    ...(readers.every((role) => ROLES.includes(role))
      ? []
      : [{ path: '/readers', code: 'unknown-word' as const }]),
  ]
}

/** That the procedure a link opens is there is for whoever has all of them to see. */
export function checkLinks(procedure: Procedure): DeclarationProblem[] {
  return Object.entries(procedure.links ?? {}).flatMap(([name, link]) => {
    const path = `/links/${name}`
    const problems: DeclarationProblem[] = [...repeated(link.from, `${path}/from`)]
    if (!NAME.test(name) || !NAME.test(link.opens)) problems.push({ path, code: 'bad-name' })
    if (link.from.length === 0) problems.push({ path: `${path}/from`, code: 'empty' })
    for (const state of link.from)
      if (!Object.hasOwn(procedure.states, state))
        problems.push({ path: `${path}/from`, code: 'unknown-state' })
    return problems
  })
}
