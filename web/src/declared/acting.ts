/** What follows from a declaration about acts: their fields, who approves, which acts open. */
import type { Role } from '@counterpart/casework/language'
import type { Declared, Field, Level, Relation } from '../api/types.ts'

export interface FieldOf {
  name: string
  field: Field
  needed: boolean
}

/** The fields of an act's form in the order the server gives, needed ones marked. */
export function fieldsOfAct(declared: Declared, act: string): FieldOf[] {
  const declaredAct = declared.procedure.acts[act]
  if (!declaredAct) return []
  const known = [...declaredAct.needs, ...(declaredAct.may ?? [])]
  const order = declared.forms[act]?.order ?? known
  const names = [
    ...order.filter((name) => known.includes(name)),
    ...known.filter((name) => !order.includes(name)),
  ]
  return names.flatMap((name) => {
    const field = declared.procedure.fields[name]
    return field ? [{ name, field, needed: declaredAct.needs.includes(name) }] : []
  })
}

/** The acts by which an officer of these roles opens a dossier of this procedure. */
export function openingActs(declared: Declared, roles: readonly Role[]): string[] {
  return Object.entries(declared.procedure.acts)
    .filter(([, act]) => act.opens && act.roles.some((role) => roles.includes(role)))
    .map(([name]) => name)
}

/** Roles that open nothing, whatever other role the same person holds. */
const NEVER: readonly Role[] = ['administrator', 'overseer']

/** Who opens, and where. */
export interface Opener {
  side: string
  level: Level
  roles: readonly Role[]
  relation: Pick<Relation, 'other' | 'opened'>
}

/** Whether an officer can open a dossier of this procedure: what there is one of, only while there is none. */
export function canOpen(declared: Declared, { side, level, roles, relation }: Opener): boolean {
  const { once, opener, levels, name } = declared.procedure
  if (!declared.agreed || (once && relation.opened.includes(name))) return false
  if (roles.some((role) => NEVER.includes(role))) return false
  if (opener === 'first' && side > relation.other) return false
  return levels.includes(level) && openingActs(declared, roles).length > 0
}
