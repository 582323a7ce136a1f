/**
 * What a procedure allows to an officer, by side, level and role. Who holds a role is for each node to
 * say; both must allow. Roles are never part of a verdict.
 */
import type { Level, Procedure, Role } from '../language/index.ts'
import { own } from '../language/own.ts'
import type { DossierState, Party } from './entry.ts'
import { isAbove } from './responsibility.ts'
import { isSide, keeperOf, type Parties } from './sides.ts'

export const PERMIT_CODES = [
  'unknown-act',
  'unknown-dossier',
  'already-open',
  'wrong-side',
  'wrong-state',
  'wrong-level',
  'wrong-role',
  'clock-only',
  'no-approval',
] as const
export type PermitCode = (typeof PERMIT_CODES)[number]

export interface Acting {
  side: Party
  office: string
  level: Level
  roles: readonly Role[]
}

export type Permit = { allowed: true } | { allowed: false; code: PermitCode }

/** `as`: whether the officer drafts the act or, another person, approves it. */
export function permit(
  procedure: Procedure,
  state: DossierState | null,
  officer: Acting,
  act: string,
  parties: Parties,
  as: 'drafter' | 'approver' = 'drafter',
): Permit {
  const code = permitFault(procedure, state, officer, act, parties, as)
  return code === null ? { allowed: true } : { allowed: false, code }
}

function permitFault(
  procedure: Procedure,
  state: DossierState | null,
  officer: Acting,
  name: string,
  parties: Parties,
  as: 'drafter' | 'approver',
): PermitCode | null {
  const act = own(procedure.acts, name)
  if (!act) return 'unknown-act'
  const { side } = officer
  if (!parties.includes(side)) return 'wrong-side'
  if (act.by === 'clock') return 'clock-only'
  if (act.opens) {
    if (state) return 'already-open'
    if (procedure.opener === 'first' && side !== parties[0]) return 'wrong-side'
  } else if (!state) return 'unknown-dossier'
  const dossier = state ?? { opener: side, keeper: keeperOf(procedure, side, parties) }
  if (!isSide(act.by, side, dossier)) return 'wrong-side'
  if (state && !act.from.includes(state.state)) return 'wrong-state'
  if (!procedure.levels.includes(officer.level)) return 'wrong-level'
  if (act.level === 'above' && !isAbove(procedure, officer.level, state?.level ?? null)) return 'wrong-level'
  if (as === 'approver' && !act.approval) return 'no-approval'
  const roles = as === 'approver' ? (act.approval ?? []) : act.roles
  return officer.roles.some((role) => roles.includes(role)) ? null : 'wrong-role'
}
