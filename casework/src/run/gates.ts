/** Safeguards: which of them stand before an act, and what an answer makes of them. */
import type { ActHeader } from '@counterpart/protocol'
import { type Act, type Gate, gateFieldOf, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { authorsOf } from './authors.ts'
import { type Facts, factsOf, holds } from './condition.ts'
import type { DossierState, Entry, GateState, No, Party, VerdictCode } from './entry.ts'

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
 * dossier with the act's own fields over it. `said`: what the act itself says, adopts or drops of that.
 */
export function guardsOf(
  procedure: Procedure,
  act: string,
  { gates, noes }: Pick<DossierState, 'gates' | 'noes'>,
  facts: Facts,
  said: Said,
): Guard[] {
  return Object.entries(procedure.gates ?? {}).flatMap(([name, gate]) => {
    if (!gate.before.some((one) => one === act)) return []
    const asked = isAsked(gate, facts, noesTo(name, noes).length > 0 ? said : null)
    return asked === false ? [] : [{ gate: name, stands: own(gates, name) ?? null, asked: asked === true }]
  })
}

/** The fields and parts of an act. */
export type Said = Required<Facts>['open']

/**
 * Whether a gate is asked. Once it was answered with no, nothing that is stated of the dossier afterwards makes it
 * unasked; what the guarded act itself says does, where it gives way to that no. `said`: by that act; `null`
 * where no no was said.
 */
function isAsked({ when }: Gate, facts: Facts, said: Said | null): boolean | null {
  if (!when) return true
  const asked = holds(when, facts)
  return asked === false && said ? holds(when, { ...facts, open: said }) === false : asked
}

/**
 * The gates for which an officer of a side neither does an act nor approves it: those before it that they answered, as far as
 * they are asked of these fields, and the one that it answers or passes over, where they are an author of what that rests on.
 * For pages, which do not know the instruments in force.
 */
export function answeredGates(
  procedure: Procedure,
  act: string,
  state: DossierState,
  fields: Readonly<Record<string, unknown>>,
  by: Party,
  officer: string,
): string[] {
  const parts = Object.keys(fields).flatMap((name) => own(procedure.fields, name)?.part ?? [])
  const known = factsOf(state)
  const facts = { ...known, kept: { ...known.kept, ...fields }, parts: [...known.parts, ...parts] }
  const guards = guardsOf(procedure, act, state, facts, { fields: Object.keys(fields), parts })
  const before = guards.flatMap(({ gate, stands, asked }) =>
    asked && stands?.by === by && stands.officers.includes(officer) ? [gate] : [],
  )
  const done = own(procedure.acts, act)
  const of = done?.gate?.of
  const isAuthor = done && of && authorsOf(procedure, of, done, by, state).includes(officer)
  return isAuthor ? [...before, of] : before
}

/** Every gate of a procedure as it stands in a dossier; `asked`: not certainly passed by. For pages. */
export function gatesOf(procedure: Procedure, state: DossierState): Guard[] {
  const facts = factsOf(state)
  return Object.entries(procedure.gates ?? {}).map(([name, gate]) => ({
    gate: name,
    stands: own(state.gates, name) ?? null,
    asked: facts.saidNo(name) || isAsked(gate, facts, null) !== false,
  }))
}

function noesTo(gate: string, noes: DossierState['noes']): readonly No[] {
  return own(noes, gate) ?? []
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
 * Why an answer to a gate, or an override, cannot stand. Anybody who may answer says no; after one nobody says yes but
 * who takes an own no back, also when what it was about is stated anew, and only the side that said no passes over it.
 * `said`: the kept fields of the answer, as far as they are known.
 */
export function answerGateFault(
  procedure: Procedure,
  act: Act,
  header: Pick<ActHeader, 'act' | 'officer' | 'approver'>,
  by: Party,
  said: Readonly<Record<string, unknown>>,
  state: DossierState,
): VerdictCode | null {
  if (!act.gate) return null
  const noes = noesTo(act.gate.of, state.noes)
  if (act.gate.does === 'overrides') {
    const overridden = own(state.gates, act.gate.of)?.answer === 'overridden'
    if (overridden || noes.length === 0 || noes.some((no) => no.by !== by)) return 'gate-not-failed'
  } else if (saidIn(act.gate.of, said) === 'passed' && noes.length > 0) {
    if (!noes.some((no) => isOf(no, by, header.officer))) return 'gate-failed'
  }
  // It rests on all of them: naming another's is no way round.
  const authors = authorsOf(procedure, act.gate.of, act, by, state)
  return officersOf(header).some((officer) => authors.includes(officer)) ? 'gate-same-officer' : null
}

function isOf({ by, officers }: No, side: Party, officer: string): boolean {
  return by === side && officers[0] === officer
}

/** Standing noes of one side to one gate: ids of officers cost nothing, and each of them stays in the state. */
const MOST_NOES = 20

/** Why a side may not say no once more: one no is as good as many. Who says his own no again takes its place. */
export function noesFault(
  act: Act,
  { officer }: Pick<ActHeader, 'officer'>,
  by: Party,
  said: Readonly<Record<string, unknown>>,
  { noes }: Pick<DossierState, 'noes'>,
): VerdictCode | null {
  if (act.gate?.does !== 'answers' || saidIn(act.gate.of, said) === 'passed') return null
  const others = noesTo(act.gate.of, noes).filter((no) => no.by === by && !isOf(no, by, officer))
  return others.length < MOST_NOES ? null : 'too-many'
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
  before: Asked,
  touched: ReadonlySet<string>,
): Asked {
  const anew = Object.entries(procedure.gates ?? {}).flatMap(([name, gate]) =>
    isAskedAnew(gate, header.act, touched) ? [name] : [],
  )
  const standing = Object.entries(before.gates).filter(([name]) => !anew.includes(name))
  const asked = anew.map((name) => [name, { ...own(before.reopened, name), [entry.side]: entry.index }])
  const reopened = { ...before.reopened, ...Object.fromEntries(asked) }
  const gates = Object.fromEntries(standing)
  if (!act.gate) return { gates, noes: before.noes, reopened }
  const { stands, noes } = answered(act, header, entry, own(gates, act.gate.of) ?? null, before.noes)
  const { [act.gate.of]: _, ...others } = gates
  return { gates: stands ? { ...others, [act.gate.of]: stands } : others, noes, reopened }
}

type Asked = Pick<DossierState, 'gates' | 'noes' | 'reopened'>

function isAskedAnew(gate: Gate, act: string, touched: ReadonlySet<string>): boolean {
  return gate.on.some((one) => one === act) || gate.reads.some((field) => touched.has(field))
}

/** How a gate stands after an answer or an override, and who has said no to it still. */
function answered(
  act: Act,
  header: Named,
  { leaf, side: by, kept }: Entry,
  before: GateState | null,
  noes: DossierState['noes'],
): { stands: GateState | null; noes: DossierState['noes'] } {
  const name = act.gate?.of ?? ''
  const officers = officersOf(header)
  const held = noesTo(name, noes)
  if (act.gate?.does === 'overrides') {
    const all = [...held.flatMap((no) => no.officers), ...officers]
    return { stands: { answer: 'overridden', leaf, by, officers: all }, noes }
  }
  const others = held.filter((no) => !isOf(no, by, header.officer))
  if (saidIn(name, kept ?? {}) !== 'passed') {
    const no = { leaf, by, officers }
    return { stands: { answer: 'failed', ...no }, noes: { ...noes, [name]: [...others, no] } }
  }
  const last = others.at(-1)
  if (last) {
    // What others said no to is not answered for them: it stands as they left it.
    const stands = before?.answer === 'failed' ? ({ answer: 'failed', ...last } as const) : before
    return { stands, noes: { ...noes, [name]: others } }
  }
  const { [name]: _, ...left } = noes
  return { stands: { answer: 'passed', leaf, by, officers }, noes: left }
}

function saidIn(gate: string, said: Readonly<Record<string, unknown>>): 'passed' | 'failed' | null {
  const answer = own(said, gateFieldOf(gate))
  return answer === 'passed' || answer === 'failed' ? answer : null
}

export function officersOf(header: { officer: string; approver?: string | undefined }): string[] {
  return header.approver === undefined ? [header.officer] : [header.officer, header.approver]
}
