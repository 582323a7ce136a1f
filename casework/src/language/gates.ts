/**
 * Safeguards that block, from a closed list. A procedure switches one on by name and says which of its
 * acts it guards; from that follow two acts: one that answers the gate, with a reason, and one by which two
 * persons at the level above pass over a gate that was answered with no.
 */
import type { CommonAct } from './common-acts.ts'
import type { Condition } from './condition.ts'
import type { Field } from './field.ts'
import type { Act } from './procedure.ts'
import type { Role, Side } from './vocabulary.ts'

export const GATES = [
  'legal-basis',
  'competence',
  'double-criminality',
  'political-offence',
  'non-refoulement',
  'identity',
  'minor',
  'consent',
  'non-punishment',
  'consular-notice',
  'proportionality',
] as const
export type GateName = (typeof GATES)[number]

/** What an officer may answer. An override leaves the answer as it was and says who passed over it. */
const GATE_ANSWERS = ['passed', 'failed'] as const

export interface Gate<
  S extends string = string,
  F extends string = string,
  A extends string = string,
  P extends string = string,
> {
  /** Which side answers it. */
  by: Side
  /** Roles that may answer it: never the author of what it is given on, nor the author of what it guards. */
  roles: readonly Role[]
  /** Where it can be answered. */
  from: readonly S[]
  /** The acts that have no effect while it is not passed. */
  before: readonly (A | CommonAct)[]
  /** The kinds of entry its answer is given on; a newer one of these asks it again. */
  on: readonly (A | CommonAct)[]
  /** Kept fields it rests on: once one changes, it is asked again. */
  reads: readonly F[]
  /** It is asked only where this holds. */
  when?: Condition<F, A | CommonAct, P>
  /** Roles that draft and that approve passing over it; nobody can where this is absent. */
  override?: { roles: readonly Role[]; approval: readonly Role[] }
  /** The article it rests on; `proposal` where no source gives one. */
  basis: string
}

export type CheckAct = `check-${GateName}`
export const checkActOf = (gate: string): string => `check-${gate}`
export const overrideActOf = (gate: string): string => `override-${gate}`
export const gateFieldOf = (gate: string): string => `gate-${gate}`

/** The field that holds the answer. */
export const GATE_FIELD: Field = { kind: 'choice', part: 'kept', of: GATE_ANSWERS }

/** The acts that a gate brings with it. Both need a reason in words. */
export function actsOf(name: string, gate: Gate): [string, Act][] {
  const { by, roles, from, on, override } = gate
  const check: Act = {
    by,
    roles,
    from,
    needs: [gateFieldOf(name), 'gate-reason'],
    answers: on,
    gate: { of: name, does: 'answers' },
  }
  if (!override) return [[checkActOf(name), check]]
  const pass: Act = {
    by,
    ...override,
    from,
    needs: ['decided-at', 'gate-reason'],
    answers: [checkActOf(name)],
    gate: { of: name, does: 'overrides' },
    level: 'above',
  }
  return [
    [checkActOf(name), check],
    [overrideActOf(name), pass],
  ]
}
