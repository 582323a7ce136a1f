/** What follows from a declaration about acts: their fields, who approves, which acts open. */
import type { Role } from '@counterpart/casework/language'
import type { Declared, Field, Level, Offer, Relation } from '../api/types.ts'

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

export interface Ordered {
  first: Offer[]
  more: Offer[]
  blocked: Offer[]
}

/**
 * What can be done, in the order it is likely meant: acts of the procedure itself that move it on,
 * then the others that are possible, then what is not possible now.
 */
export function orderOffers(offers: readonly Offer[], declared: Declared | null): Ordered {
  function moves(offer: Offer): boolean {
    return !!declared?.procedure.acts[offer.act]?.to
  }
  const allowed = offers.filter((one) => one.allowed)
  const own = allowed.filter((one) => !one.common)
  const first = [...own.filter(moves), ...own.filter((one) => !moves(one))]
  const more = allowed.filter((one) => one.common)
  return {
    first: first.length > 0 ? first : more.filter((one) => one.answers.length > 0),
    more: first.length > 0 ? more : more.filter((one) => one.answers.length === 0),
    blocked: offers.filter((one) => !one.allowed),
  }
}
