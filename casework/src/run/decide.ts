/**
 * Whether an act has effect in a state: one function for the author before it records and for the
 * receiver at the act's place. Total over any header and any kept part, and closed: it reads its
 * arguments and nothing else, no clock, no role, no setting.
 */
import type { ActHeader, Header, OpenHeader } from '@counterpart/protocol'
import { type Act, fieldsRead, KEPT, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { extensionField } from './clock.ts'
import { type Facts, factsOf, holds } from './condition.ts'
import type { DossierState, Party, Terms, Verdict, VerdictCode } from './entry.ts'
import { answerGateFault, guardFault, guardsOf, isAskedUnseen, noesFault, officersOf } from './gates.ts'
import { isOfNoDossier } from './identity.ts'
import { isKept, partsNeededBy, without } from './kept.ts'
import { isOfficeOf } from './office.ts'
import { raiseTimeFault, responsibilityFault, unopenedFault } from './responsibility.ts'
import { isSide, keeperOf, type Parties } from './sides.ts'

export interface Proposed {
  by: Party
  header: Header
  /** The kept part, parsed; `null` when it was declared absent or cannot be read. */
  kept: Readonly<Record<string, unknown>> | null
  /** Names of the parts that were ever given. */
  parts: readonly string[]
}

/** What an act asks of other dossiers, as settled within its cut. */
export type Outside = Required<Pick<Facts, 'inForce' | 'carriedOut'>>
const NOTHING_OUTSIDE: Outside = { inForce: () => false, carriedOut: () => false }

const EFFECTIVE: Verdict = { kind: 'effective' }

/**
 * `procedure`: the declaration with the header's digest, `null` when this engine knows none. `state`: the
 * dossier at the act's place, `null` before it is opened. `terms`: read through the act's cut.
 *
 * A failed act is `void` here; whether its author could have known is for `judge`. Only a second
 * opening is `overtaken` whoever knew.
 */
export function decide(
  procedure: Procedure | null,
  state: DossierState | null,
  act: Proposed,
  terms: Terms,
  parties: Parties,
  outside: Outside = NOTHING_OUTSIDE,
): Verdict {
  const { header } = act
  if (!parties.includes(act.by)) return { kind: 'void', code: 'wrong-side' }
  if (isOfNoDossier(header)) return EFFECTIVE
  if (header.kind !== 'open' && header.kind !== 'act')
    return state ? EFFECTIVE : { kind: 'void', code: 'unknown-dossier' }
  if (header.kind === 'act') {
    const code = actFault(procedure, state, act, header, outside)
    return code === null ? EFFECTIVE : { kind: 'void', code }
  }
  const code = openingFault(procedure, state, act, header, terms, parties, outside)
  if (code === null) return EFFECTIVE
  return { kind: code === 'already-open' ? 'overtaken' : 'void', code }
}

function openingFault(
  procedure: Procedure | null,
  state: DossierState | null,
  proposed: Proposed,
  header: OpenHeader,
  terms: Terms,
  parties: Parties,
  outside: Outside,
): VerdictCode | null {
  if (!procedure) return 'unknown-procedure'
  const act = own(procedure.acts, header.act)
  if (!act) return 'unknown-act'
  if (!act.opens || act.to === undefined || !own(procedure.states, act.to)) return 'not-opening'
  if (state) return 'already-open'
  // What is agreed is itself in a dossier, which has to begin somewhere.
  if (procedure.plays?.as !== 'relation' && !terms.digests.includes(header.procedure))
    return 'procedure-not-agreed'
  const { by } = proposed
  if (procedure.opener === 'first' && by !== parties[0]) return 'wrong-side'
  if (!isSide(act.by, by, { opener: by, keeper: keeperOf(procedure, by, parties) })) return 'wrong-side'
  return (
    formFault(procedure, act, proposed, header) ??
    conditionFault(act, null, proposed, outside) ??
    ruleFault(procedure, act, null, header, proposed, outside)
  )
}

function actFault(
  procedure: Procedure | null,
  state: DossierState | null,
  proposed: Proposed,
  header: ActHeader,
  outside: Outside,
): VerdictCode | null {
  if (!state) return 'unknown-dossier'
  if (header.procedure !== state.digest) return 'other-procedure'
  if (!procedure) return 'unknown-procedure'
  const act = own(procedure.acts, header.act)
  if (!act) return 'unknown-act'
  if (act.opens) return 'already-open'
  if (!isSide(act.by, proposed.by, state)) return 'wrong-side'
  if (!act.from.includes(state.state)) return 'wrong-state'
  return (
    formFault(procedure, act, proposed, header) ??
    answerFault(act, header, proposed.by, state) ??
    noesFault(act, header, proposed.by, proposed.kept ?? {}, state) ??
    countFault(procedure, act, header.act, proposed, state) ??
    clockFault(procedure, act, proposed, state) ??
    responsibilityFault(procedure, act, header.office, proposed.by, proposed.kept ?? {}, state) ??
    answerGateFault(procedure, act, header, proposed.by, proposed.kept ?? {}, state) ??
    conditionFault(act, state, proposed, outside) ??
    gateFault(procedure, act, state, header, proposed, outside) ??
    ruleFault(procedure, act, state, header, proposed, outside)
  )
}

/** What can be seen from the entry alone. */
function formFault(
  procedure: Procedure,
  act: Act,
  proposed: Proposed,
  header: OpenHeader | ActHeader,
): VerdictCode | null {
  if (!isOfficeOf(proposed.by, header.office)) return 'wrong-office'
  if (act.approval && (header.approver === undefined || header.approver === header.officer))
    return 'needs-approval'
  const { kept, parts } = proposed
  if (!kept) return 'kept-absent'
  const level = own(kept, 'level')
  if (act.opens && typeof level === 'string' && !procedure.levels.some((one) => one === level))
    return 'wrong-level'
  if (!isKept(procedure, act, kept)) return 'bad-fields'
  return partsNeededBy(procedure, act).every((part) => parts.includes(part)) ? null : 'part-missing'
}

/** The entry that an act answers has to have effect and be the current one of its kind, so that it falls with it. */
function answerFault(act: Act, header: ActHeader, by: Party, state: DossierState): VerdictCode | null {
  const { on } = header
  if (!act.answers) return on === undefined ? null : 'on-unexpected'
  if (on === undefined) return 'on-missing'
  const current = act.answers.flatMap((kind) => own(state.current, kind) ?? [])
  if (current.length === 0) return 'on-not-effective'
  const answered = current.find(({ leaf }) => leaf === on)
  if (!answered || isAskedUnseen(act, by, header.seen, state)) return 'on-not-current'
  if (!act.adopts) return null
  if (answered.by === by) return 'own-proposal'
  return own(state.proposals, on) ? null : 'on-not-current'
}

export function countFault(
  procedure: Procedure,
  act: Act,
  name: string,
  proposed: { by: Party; header: { seen: number } },
  state: DossierState,
): VerdictCode | null {
  if (act.most !== undefined && (own(state.current, name)?.count ?? 0) >= act.most) return 'too-many'
  if (proposed.by === state.keeper || !act.answers) return null
  return unsettledOf(state, proposed.header.seen).length >= procedure.unsettled ? 'too-many-unsettled' : null
}

/** The guest's answering acts that it had not seen settled when it had seen so much of the keeper's log. */
export function unsettledOf(state: DossierState, seen: number): (number | null)[] {
  return state.stacked.filter((settler) => settler === null || settler >= seen)
}

function clockFault(
  procedure: Procedure,
  act: Act,
  proposed: Proposed,
  state: DossierState,
): VerdictCode | null {
  if (act.by === 'clock') {
    const { time } = proposed.header
    const fault =
      act.unopened === undefined ? dueFault(time, state) : unopenedFault(act.unopened, time, state)
    const early = fault ?? raiseTimeFault(act, time, state)
    if (early) return early
  }
  if (act.clock !== 'extend') return pauseFault(act, state)
  if (!state.clock) return 'no-clock'
  const field = extensionField(procedure, act)
  return field !== null && own(proposed.kept ?? {}, field) !== undefined ? null : 'bad-fields'
}

/** The deadline that an act of the clock names is over, and was not paused. */
function dueFault(time: number, { clock }: DossierState): VerdictCode | null {
  if (!clock) return 'no-clock'
  if (clock.paused !== null) return 'paused'
  return time <= clock.due ? 'not-due' : null
}

export function pauseFault(act: Act, state: DossierState): VerdictCode | null {
  if (act.clock === 'pause' && state.asked !== null) return 'paused'
  if (act.clock === 'resume' && state.asked === null) return 'not-paused'
  return null
}

function conditionFault(
  act: Act,
  state: DossierState | null,
  proposed: Proposed,
  outside: Outside,
): VerdictCode | null {
  if (!act.when) return null
  return holds(act.when, { ...factsWith(state, proposed, proposed.kept ?? {}), ...outside })
    ? null
    : 'condition'
}

/** A safeguard blocks: whatever else is right, an act has no effect while one that guards it is not passed. */
function gateFault(
  procedure: Procedure,
  act: Act,
  state: DossierState,
  header: ActHeader,
  proposed: Proposed,
  outside: Outside,
): VerdictCode | null {
  const { left, brought, dropped } = changeBy(procedure, act, state, header, proposed)
  const facts = { ...factsWith(left, proposed, brought), ...outside }
  const said = { fields: [...Object.keys(brought), ...dropped], parts: proposed.parts }
  return guardFault(guardsOf(procedure, header.act, state, facts, said), proposed.by, officersOf(header))
}

/** What an act adopts was proposed earlier: it has to fit with what stands now. A proposal has to fit beforehand. */
function ruleFault(
  procedure: Procedure,
  act: Act,
  state: DossierState | null,
  header: OpenHeader | ActHeader,
  proposed: Proposed,
  outside: Outside,
): VerdictCode | null {
  const { left, brought, dropped } = changeBy(procedure, act, state, header, proposed)
  const facts = { ...factsWith(left, proposed, brought), ...outside }
  const touched = (name: string) => Object.hasOwn(brought, name) || dropped.includes(name)
  const broken = Object.values(procedure.rules).some(
    (rule) => fieldsRead(rule).some(touched) && !holds(rule, facts),
  )
  return broken ? 'contradiction' : null
}

/** What an act brings, of its own and of the proposal it adopts; what it drops; and the dossier less that. */
function changeBy(
  procedure: Procedure,
  act: Act,
  state: DossierState | null,
  header: OpenHeader | ActHeader,
  proposed: Proposed,
) {
  const adopted = act.adopts && header.on !== undefined ? own(state?.proposals ?? {}, header.on) : undefined
  const brought = { ...proposed.kept, ...adopted?.kept }
  const dropped = (adopted ? own(procedure.acts, adopted.act) : act)?.drops ?? []
  const left = state && { ...state, kept: without(state.kept, dropped) }
  return { left, brought, dropped }
}

function factsWith(
  state: DossierState | null,
  proposed: Proposed,
  brought: Readonly<Record<string, unknown>>,
): Facts {
  const facts = factsOf(state)
  return {
    ...facts,
    kept: { ...facts.kept, ...brought },
    parts: [...facts.parts, ...proposed.parts.filter((part) => part !== KEPT)],
  }
}
