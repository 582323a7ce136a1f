/** What can be done in a dossier now, and what blocks the rest: for pages, never for verdicts. */
import type { Hex } from '@counterpart/protocol'
import { type Act, KEPT, type Level, type Procedure, type Role } from '../language/index.ts'
import { own } from '../language/own.ts'
import { type Facts, factsOf, holds } from './condition.ts'
import { countFault, pauseFault } from './decide.ts'
import type { DossierState, Party, VerdictCode } from './entry.ts'
import { answerGateFault, type Guard, guardFault, guardsOf } from './gates.ts'
import { type PermitCode, permit } from './permit.ts'
import { levelAbove } from './responsibility.ts'
import type { Parties } from './sides.ts'

export interface Offered {
  act: string
  allowed: boolean
  /** What blocks it; `null` when nothing does. */
  code: PermitCode | VerdictCode | null
  /** Another person has to approve it. */
  approval: boolean
  /** The entries it can answer now; empty for an act that answers nothing. */
  answers: Hex[]
  /** The safeguards that stand before it. */
  guards: Guard[]
}

/** Nothing hidden among these: an act of the other side, of another state or of the clock is no offer at all. */
const NO_OFFER: readonly (string | null)[] = [
  'wrong-side',
  'wrong-state',
  'already-open',
  'unknown-dossier',
  'clock-only',
]

/** The officer who asks what can be done, where no id is known: nobody has this one. */
const NOBODY = ''

/**
 * `state`: with the side's own acts on their way; `null` offers the openings. The side's acts are offered
 * as they stand in the declaration. `seen`: entries of the other log this side holds, when it is the guest.
 * `officer`: the id of who asks, so that nobody is offered what another person has to do.
 */
export function offers(
  procedure: Procedure,
  state: DossierState | null,
  side: Party,
  level: Level,
  roles: readonly Role[],
  parties: Parties,
  seen: number = Number.MAX_SAFE_INTEGER,
  officer: string = NOBODY,
): Offered[] {
  return Object.entries(procedure.acts).flatMap(([name, act]) => {
    const permitted = permit(procedure, state, { side, office: '', level, roles }, name, parties)
    const refused = permitted.allowed ? null : permitted.code
    if (NO_OFFER.includes(refused)) return []
    const answers = state ? answerable(act, side, state) : []
    const facts = state && factsWithin(procedure, act, state)
    const guards = state && facts ? guardsOf(procedure, name, state, facts, facts.open) : []
    const code =
      refused ??
      (state
        ? (blockOf(procedure, name, act, side, state, answers, seen) ??
          gateBlockOf(procedure, name, act, answers, guards, side, officer, state))
        : null)
    return [
      { act: name, allowed: code === null, code, approval: act.approval !== undefined, answers, guards },
    ]
  })
}

function answerable(act: Act, side: Party, state: DossierState): Hex[] {
  return (act.answers ?? []).flatMap((kind) => {
    const current = own(state.current, kind)
    if (!current) return []
    if (act.adopts && (current.by === side || !own(state.proposals, current.leaf))) return []
    return [current.leaf]
  })
}

function blockOf(
  procedure: Procedure,
  name: string,
  act: Act,
  side: Party,
  state: DossierState,
  answers: readonly Hex[],
  seen: number,
): VerdictCode | null {
  if (act.answers && answers.length === 0) return 'on-not-effective'
  const counted = countFault(procedure, act, name, { by: side, header: { seen } }, state)
  if (counted) return counted
  if (act.clock === 'extend' && !state.clock) return 'no-clock'
  if (act.owner === 'offers' && state.owner.party !== side) return 'not-owner'
  if (act.owner === 'takes' && state.offered?.party !== side) return 'not-offered'
  if (act.owner === 'declines' && state.offered?.party !== side && state.offered?.by !== side)
    return 'not-offered'
  if (act.raises && levelAbove(procedure, state.level) === null) return 'wrong-level'
  return pauseFault(act, state) ?? (isBlocked(procedure, act, state) ? 'condition' : null)
}

/** Why no answer that the officer could give stands, or which safeguard stops the act whatever it brings. */
function gateBlockOf(
  procedure: Procedure,
  name: string,
  act: Act,
  answers: readonly Hex[],
  guards: readonly Guard[],
  side: Party,
  officer: string,
  state: DossierState,
): VerdictCode | null {
  const fault =
    answers.length > 0 ? answerGateFault(procedure, act, { act: name, officer }, side, {}, state) : null
  if (fault) return fault
  const certain = guards.filter(({ asked }) => asked)
  return guardFault(certain, side, officer === NOBODY ? [] : [officer])
}

/** Whether no value of the act's own fields could make its condition true. */
function isBlocked(procedure: Procedure, act: Act, state: DossierState): boolean {
  return act.when !== undefined && holds(act.when, factsWithin(procedure, act, state)) === false
}

function factsWithin(
  procedure: Procedure,
  act: Act,
  state: DossierState,
): Facts & Required<Pick<Facts, 'open'>> {
  const fields = [...act.needs, ...(act.may ?? [])]
  const parts = fields.map((name) => own(procedure.fields, name)?.part ?? KEPT)
  return { ...factsOf(state), open: { fields, parts } }
}
