/** Safeguards: which of them stand before an act, and what an answer makes of them. */
import type { ActHeader } from '@counterpart/protocol'
import { type Act, type Gate, gateFieldOf, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { type Facts, holds } from './condition.ts'
import type { DossierState, Entry, GateState, Party, VerdictCode } from './entry.ts'

type Named = Pick<ActHeader, 'act' | 'officer' | 'approver'>

/** A gate that guards an act, and how it stands; `null` while nobody has answered it. */
export interface Guard {
  gate: string
  stands: GateState | null
  /** Whether it is asked for certain. A verdict always knows; a form does not before it is filled in. */
  asked: boolean
}

/**
 * The gates that stand before an act now, those left out that are certainly not asked. `facts`: of the
 * dossier with the act's own fields over it.
 */
export function guardsOf(
  procedure: Procedure,
  act: string,
  gates: DossierState['gates'],
  facts: Facts,
): Guard[] {
  return Object.entries(procedure.gates ?? {}).flatMap(([name, gate]) => {
    if (!gate.before.some((one) => one === act)) return []
    const asked = gate.when ? holds(gate.when, facts) : true
    return asked === false ? [] : [{ gate: name, stands: own(gates, name) ?? null, asked: asked === true }]
  })
}

/** Every gate of a procedure as it stands in a dossier; `asked`: not certainly passed by. For pages. */
export function gatesOf(procedure: Procedure, state: DossierState): Guard[] {
  const facts: Facts = {
    kept: state.kept,
    parts: state.parts,
    paused: state.asked !== null,
    done: (act) => own(state.current, act) !== undefined,
  }
  return Object.entries(procedure.gates ?? {}).map(([name, gate]) => ({
    gate: name,
    stands: own(state.gates, name) ?? null,
    asked: !gate.when || holds(gate.when, facts) !== false,
  }))
}

/**
 * Why the gates stop an act of a side; `null` when none does. `officers`: its author and approver, whose
 * ids mean somebody only on their own side.
 */
export function guardFault(
  guarding: readonly Guard[],
  by: Party,
  officers: readonly string[],
): VerdictCode | null {
  if (guarding.some(({ stands }) => stands === null)) return 'gate-open'
  if (guarding.some(({ stands }) => stands?.answer === 'failed')) return 'gate-failed'
  const answered = guarding.flatMap(({ stands }) => (stands?.by === by ? stands.officers : []))
  return officers.some((officer) => answered.includes(officer)) ? 'gate-same-officer' : null
}

/**
 * Why an answer to a gate, or an override, cannot stand. A no is not asked of one reviewer after another:
 * while it stands, only who gave it answers again, and only the side that gave it passes over it; and nobody
 * else says yes beside one that was passed over. `said`: its kept fields, as far as they are known.
 */
export function answerGateFault(
  act: Act,
  header: Pick<ActHeader, 'act' | 'officer' | 'approver'>,
  by: Party,
  said: Readonly<Record<string, unknown>>,
  state: DossierState,
): VerdictCode | null {
  if (!act.gate) return null
  const stands = own(state.gates, act.gate.of)
  const failed = stands?.answer === 'failed'
  if (act.gate.does === 'overrides') {
    if (!failed || stands.by !== by) return 'gate-not-failed'
  } else if (failed || (stands?.answer === 'overridden' && saidIn(act.gate.of, said) === 'passed')) {
    // What stands is the latest of its kind, or passes over it.
    const no = own(state.current, header.act)
    if (no?.by !== by || no.officer !== header.officer) return 'gate-failed'
  }
  // It rests on all of them: naming another's is no way round.
  const about = (act.answers ?? []).flatMap((kind) => own(state.current, kind) ?? [])
  const authors = about.flatMap((one) => (one.by === by ? one.officer : []))
  return officersOf(header).some((officer) => authors.includes(officer)) ? 'gate-same-officer' : null
}

/** Whether the other side has asked a gate anew in an entry that the author of an answer had not seen. */
export function isAskedUnseen(act: Act, by: Party, seen: number, { reopened }: DossierState): boolean {
  if (!act.gate) return false
  const entries = Object.entries(own(reopened, act.gate.of) ?? {})
  return entries.some(([party, index]) => party !== by && index >= seen)
}

/**
 * The gates after an effective act. `touched`: kept fields that it brings, adopts or drops. An answer falls
 * with what it rests on: with a field that the gate reads, and with a newer entry of the kind it is given on.
 */
export function gatesAfter(
  procedure: Procedure,
  act: Act,
  header: Named,
  entry: Entry,
  before: Pick<DossierState, 'gates' | 'reopened'>,
  touched: ReadonlySet<string>,
): Pick<DossierState, 'gates' | 'reopened'> {
  const anew = Object.entries(procedure.gates ?? {}).flatMap(([name, gate]) =>
    isAskedAnew(gate, header.act, touched) ? [name] : [],
  )
  const standing = Object.entries(before.gates).filter(([name]) => !anew.includes(name))
  const answered = act.gate ? [[act.gate.of, answerOf(act, header, entry, before.gates)] as const] : []
  const asked = anew.map((name) => [name, { ...own(before.reopened, name), [entry.side]: entry.index }])
  return {
    gates: Object.fromEntries([...standing, ...answered]),
    reopened: { ...before.reopened, ...Object.fromEntries(asked) },
  }
}

function isAskedAnew(gate: Gate, act: string, touched: ReadonlySet<string>): boolean {
  return gate.on.some((one) => one === act) || gate.reads.some((field) => touched.has(field))
}

function answerOf(act: Act, header: Named, entry: Entry, before: DossierState['gates']): GateState {
  const name = act.gate?.of ?? ''
  const said = saidIn(name, entry.kept ?? {})
  const overrides = act.gate?.does === 'overrides'
  return {
    answer: overrides ? 'overridden' : said,
    leaf: entry.leaf,
    by: entry.side,
    officers: [...(overrides ? (own(before, name)?.officers ?? []) : []), ...officersOf(header)],
  }
}

function saidIn(gate: string, said: Readonly<Record<string, unknown>>): 'passed' | 'failed' {
  return own(said, gateFieldOf(gate)) === 'passed' ? 'passed' : 'failed'
}

export function officersOf(header: { officer: string; approver?: string | undefined }): string[] {
  return header.approver === undefined ? [header.officer] : [header.officer, header.approver]
}
