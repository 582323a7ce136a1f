/** Safeguards: which of them stand before an act, and what an answer makes of them. */
import type { ActHeader } from '@counterpart/protocol'
import { type Act, type Gate, gateFieldOf, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { type Facts, holds } from './condition.ts'
import type { DossierState, Entry, GateState, VerdictCode } from './entry.ts'

/** A gate that guards an act, and how it stands; `null` while nobody has answered it. */
export interface Guard {
  gate: string
  stands: GateState | null
}

/** The gates that stand before an act now. `facts`: of the dossier with the act's own fields over it. */
export function guardsOf(
  procedure: Procedure,
  act: string,
  gates: DossierState['gates'],
  facts: Facts,
): Guard[] {
  return Object.entries(procedure.gates ?? {}).flatMap(([name, gate]) =>
    guards(gate, act) && isAsked(gate, facts) ? [{ gate: name, stands: own(gates, name) ?? null }] : [],
  )
}

/** Every gate of a procedure as it stands in a dossier; `asked`: as far as is known now. For pages. */
export function gatesOf(procedure: Procedure, state: DossierState): (Guard & { asked: boolean })[] {
  const facts: Facts = {
    kept: state.kept,
    parts: state.parts,
    paused: state.asked !== null,
    done: (act) => own(state.current, act) !== undefined,
  }
  return Object.entries(procedure.gates ?? {}).map(([name, gate]) => ({
    gate: name,
    asked: isAsked(gate, facts),
    stands: own(state.gates, name) ?? null,
  }))
}

function guards(gate: Gate, act: string): boolean {
  return gate.before.some((one) => one === act)
}

/** Where it is not known yet whether a gate is asked, it is. */
function isAsked(gate: Gate, facts: Facts): boolean {
  return !gate.when || holds(gate.when, facts) !== false
}

/** Why the gates stop an act; `null` when none does. `officers`: its author and approver. */
export function guardFault(guarding: readonly Guard[], officers: readonly string[]): VerdictCode | null {
  if (guarding.some(({ stands }) => stands === null)) return 'gate-open'
  if (guarding.some(({ stands }) => stands?.answer === 'failed')) return 'gate-failed'
  const answered = guarding.flatMap(({ stands }) => stands?.officers ?? [])
  return officers.some((officer) => answered.includes(officer)) ? 'gate-same-officer' : null
}

/** Why an answer to a gate, or an override, cannot stand. */
export function answerGateFault(act: Act, header: ActHeader, state: DossierState): VerdictCode | null {
  if (!act.gate) return null
  const author = Object.values(state.current).find(({ leaf }) => leaf === header.on)?.officer
  const officers = officersOf(header)
  if (author && officers.includes(author)) return 'gate-same-officer'
  if (act.gate.does === 'overrides' && own(state.gates, act.gate.of)?.answer !== 'failed')
    return 'gate-not-failed'
  return null
}

/**
 * The gates after an effective act. `touched`: kept fields that are another now. An answer falls with what
 * it rests on: with a field that the gate reads, and with a newer entry of the kind it was given on.
 */
export function gatesAfter(
  procedure: Procedure,
  act: Act,
  header: Pick<ActHeader, 'act' | 'officer' | 'approver'>,
  entry: Entry,
  before: DossierState['gates'],
  touched: ReadonlySet<string>,
): DossierState['gates'] {
  const standing = Object.entries(before).filter(([name]) => {
    const gate = own(procedure.gates ?? {}, name)
    return (
      gate && !gate.reads.some((field) => touched.has(field)) && !gate.on.some((one) => one === header.act)
    )
  })
  const answered = act.gate ? [[act.gate.of, answerOf(act, header, entry, before)] as const] : []
  return Object.fromEntries([...standing, ...answered])
}

function answerOf(
  act: Act,
  header: Pick<ActHeader, 'officer' | 'approver'>,
  entry: Entry,
  before: DossierState['gates'],
): GateState {
  const name = act.gate?.of ?? ''
  const said = own(entry.kept ?? {}, gateFieldOf(name)) === 'passed' ? 'passed' : 'failed'
  const overrides = act.gate?.does === 'overrides'
  return {
    answer: overrides ? 'overridden' : said,
    leaf: entry.leaf,
    by: entry.side,
    officers: [...(overrides ? (own(before, name)?.officers ?? []) : []), ...officersOf(header)],
  }
}

export function officersOf(header: { officer: string; approver?: string | undefined }): string[] {
  return header.approver === undefined ? [header.officer] : [header.officer, header.approver]
}
