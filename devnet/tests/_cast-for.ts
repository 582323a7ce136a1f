/** Who of the invented officers of a side may do what in a dossier between two offices that face each other. */
import type { Procedure, Role } from '@counterpart/casework'
import { ownRecord, type Persona, personas } from '@counterpart/record'
import type { Script } from './_script.ts'
import type { Side } from './_world.ts'

export interface Between {
  level: string
  offices: Readonly<Record<Side, string>>
}

const LEADS: readonly Role[] = ['secretary', 'approver', 'legal-reviewer']
const { offices } = ownRecord

/**
 * Officers of the side with one of the roles: of its office, or those who lead at a ministry; of those who approve
 * what an officer of the office drafted, anybody at a ministry.
 */
export function officersFor(
  side: Side,
  office: string,
  roles: readonly Role[],
  as: 'drafter' | 'approver' = 'drafter',
): Persona[] {
  const isMinistry = (code: string) => offices.find((one) => one.code === code)?.level === 'ministry'
  const holds = (persona: Persona, wanted: readonly Role[]) =>
    persona.roles.some((role) => wanted.includes(role))
  const able = personas.filter((persona) => persona.side === side && holds(persona, roles))
  const own = able.filter((persona) => persona.office === office)
  const above = able.filter(
    (persona) =>
      persona.office !== office && isMinistry(persona.office) && (as === 'approver' || holds(persona, LEADS)),
  )
  return [...own, ...above]
}

/** Two offices of one level that each name the other first, at which everybody is who the script needs. */
export function betweenFor(procedure: Procedure, script: Script): Between {
  const pairs = offices.flatMap((one): Between[] => {
    const [faced] = one.faces
    const other = offices.find(({ code }) => code === faced)
    if (one.side !== 'chn' || !other || other.faces[0] !== one.code) return []
    return [{ level: one.level, offices: { chn: one.code, vnm: other.code } }]
  })
  const fits = (pair: Between) =>
    procedure.levels.some((each) => each === pair.level) &&
    script.steps.every(({ act }) => procedure.acts[act]?.level !== 'above' || pair.level === 'ministry') &&
    hasEverybody(procedure, script, pair)
  const found = [script.level, 'province', 'ministry', 'gate'].flatMap((level) =>
    pairs.filter((pair) => pair.level === level && fits(pair)),
  )[0]
  if (!found) throw new Error(`no two offices have everybody whom ${procedure.name} needs`)
  return found
}

/** Whether each act finds somebody, each approval another, and each safeguard somebody with no other part. */
function hasEverybody(procedure: Procedure, { steps }: Script, { offices: at }: Between): boolean {
  const wrote = new Set<string>()
  const isGate = (act: string) => procedure.acts[act]?.gate?.does === 'answers'
  for (const [index, { side, act }] of steps.entries()) {
    const { roles = [], approval } = procedure.acts[act] ?? {}
    if (isGate(act)) continue
    const [drafter] = officersFor(side, at[side], roles)
    // Whoever opens does it at the office itself.
    if (!drafter || (index === 0 && drafter.office !== at[side])) return false
    wrote.add(drafter.id)
    if (!approval) continue
    const second = officersFor(side, drafter.office, approval, 'approver').find(({ id }) => id !== drafter.id)
    if (!second) return false
    wrote.add(second.id)
  }
  return steps.every(
    ({ side, act }) =>
      !isGate(act) ||
      officersFor(side, at[side], procedure.acts[act]?.roles ?? []).some(({ id }) => !wrote.has(id)),
  )
}
