/** Everything that anybody could do: acts with each value that makes a difference, by either side. */
import type { Header } from '@counterpart/protocol'
import { type Act, type Condition, fieldsRead, gateFieldOf, KEPT, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { DAY } from '../run/civil.ts'
import { holds } from '../run/condition.ts'
import { decide, type Proposed } from '../run/decide.ts'
import type { DossierState, Entry, Party, Placed, Verdict } from '../run/entry.ts'
import { step } from '../run/fold.ts'
import type { FoldContext } from '../run/judge.ts'
import { partsNeededBy } from '../run/kept.ts'
import { isSide, type Parties } from '../run/sides.ts'
import { NO_TERMS } from '../run/terms.ts'
import { type Choice, combinationsOf, inThrees } from './combinations.ts'
import { atomsOf, conditionsOf } from './reads.ts'
import { IN_FORCE, valuesOf } from './values.ts'

export const PARTIES: Parties = ['aaa', 'bbb']
/** Monday 2024-01-01, 00:00 UTC. */
const BEGIN = 1_704_067_200
/** Longer than any deadline, pause or wait: what the clock writes is always due. Seconds. */
const LONG = 40_000 * DAY
const DIGEST = 'd'.repeat(64)
const TERMS = { ...NO_TERMS, digests: [DIGEST] }
const RELATION = 'aaa~bbb/space'
const SEEN = 1_000_000

/** What an entry brings, by whomever it is done. */
export interface Brought {
  kept: Readonly<Record<string, unknown>>
  parts: readonly string[]
}

export interface Move extends Brought {
  act: string
  side: Party
  on?: string
  office?: string
  officer?: string
  approver?: string
}

/** Ids by which officers of one side are told apart. */
export const OFFICERS = {
  acts: 'drafter',
  answers: 'reviewer',
  overrides: 'superior',
  approves: 'second',
} as const

/**
 * What an act can bring, as far as it makes a difference to `conditions` and its own condition lets it. Of few
 * combinations all are tried; of many enough that any three values of three fields come together.
 */
export function variantsOf(
  procedure: Procedure,
  act: Act,
  conditions: readonly Condition[] = conditionsOf(procedure),
  all: number = ALL,
): Brought[] {
  const told = toldApart(procedure, conditions)
  const parts = partsNeededBy(procedure, act)
  const optional = (act.may ?? []).map((field) => own(procedure.fields, field)?.part ?? KEPT)
  const toggled = [...new Set(optional)].filter((part) => told.parts.has(part) && !parts.includes(part))
  const choices: Choice[] = []
  for (const field of act.needs)
    if (own(procedure.fields, field)?.part === KEPT)
      choices.push([field, specialOf(procedure, act, field) ?? valuesOf(procedure, field, conditions)])
  for (const field of act.may ?? [])
    if (own(procedure.fields, field)?.part === KEPT && told.fields.has(field))
      choices.push([
        field,
        [
          ...valuesOf(procedure, field, conditions),
          ...(canBeSaidAgain(procedure, act, field, conditions) ? [] : [undefined]),
        ],
      ])
  for (const part of toggled) choices.push([`part ${part}`, [true, undefined]])
  const possible = combinationsOf(choices)
    .map((one) => {
      const kept = Object.entries(one).filter(
        ([name, value]) => value !== undefined && !name.startsWith('part '),
      )
      const given = toggled.filter((part) => one[`part ${part}`] !== undefined)
      return { one, kept: Object.fromEntries(kept), parts: [KEPT, ...parts, ...given] }
    })
    .filter((brought) => isPossible(procedure, act, brought))
  return possible.length <= all ? possible : inThrees(possible)
}

/**
 * Whether leaving a field out is the same as saying again what stands, or what no condition tells from nothing:
 * then only the values are tried.
 */
function canBeSaidAgain(
  procedure: Procedure,
  act: Act,
  field: string,
  conditions: readonly Condition[],
): boolean {
  const name = Object.entries(procedure.acts).find(([, one]) => one === act)?.[0]
  const atoms = conditions.flatMap(atomsOf).filter((one) => fieldsRead(one).includes(field))
  const asked = Object.values(procedure.gates ?? {}).filter(({ reads }) => reads.includes(field))
  return (
    atoms.length > 0 &&
    atoms.every((one) => 'equals' in one && typeof one.equals[1] === 'string') &&
    asked.every(({ on }) => on.some((one) => one === name)) &&
    valuesOf(procedure, field, conditions).length > new Set(atoms.map((one) => JSON.stringify(one))).size
  )
}

/** Whether its own condition could hold with what an act brings, whatever stands already. */
function isPossible(procedure: Procedure, act: Act, { kept, parts }: Brought): boolean {
  if (!act.when) return true
  const fields = Object.keys(procedure.fields).filter((name) => !Object.hasOwn(kept, name))
  const open = { fields, parts: Object.keys(procedure.parts) }
  const facts = { kept, parts, paused: false, done: () => true, open }
  const unknown = atomsOf(act.when).some((one) => 'paused' in one || 'done' in one || 'saidNo' in one)
  return unknown || holds(act.when, facts) !== false
}

/** Up to so many combinations are tried all. */
const ALL = 48

/** What a gate and an override say is what the language makes of them. */
function specialOf(procedure: Procedure, act: Act, field: string): unknown[] | null {
  if (act.gate && field === gateFieldOf(act.gate.of)) return ['passed', 'failed']
  return field === 'decided-at' && act.level === 'above' ? procedure.levels.slice(-1) : null
}

/** Fields that a condition, a gate or a deadline reads, and parts whose presence is asked. */
function toldApart(
  procedure: Procedure,
  conditions: readonly Condition[],
): { fields: Set<string>; parts: Set<string> } {
  const dated = Object.values(procedure.deadlines).flatMap(({ lasts }) =>
    typeof lasts === 'string' ? [] : ['until' in lasts ? lasts.until : lasts.by],
  )
  const gates = Object.values(procedure.gates ?? {}).flatMap(({ reads }) => reads)
  return {
    fields: new Set([...conditions.flatMap(fieldsRead), ...dated, ...gates]),
    parts: new Set(conditions.flatMap(atomsOf).flatMap((one) => ('hasPart' in one ? [one.hasPart] : []))),
  }
}

/** Two nodes in one: judges and applies moves as the server does, through `decide` and `step`. */
export interface Engine {
  verdict(state: DossierState | null, move: Move): Verdict
  /** The verdict, and the state after it: the one before where it has no effect. */
  play(
    state: DossierState | null,
    move: Move,
    keeper: Party,
  ): { state: DossierState | null; verdict: Verdict }
}

export function engineOf(procedure: Procedure): Engine {
  const outside = {
    inForce: (dossier: string) => dossier === IN_FORCE,
    carriedOut: (dossier: string) => dossier === IN_FORCE,
  }
  const context: FoldContext = {
    parties: PARTIES,
    relation: RELATION,
    terms: () => TERMS,
    procedure: () => procedure,
    viewOf: () => null,
    ...outside,
    entryOf: () => null,
  }
  return {
    verdict: (state, move) =>
      decide(procedure, state, proposedOf(procedure, state, move), TERMS, PARTIES, outside),
    play(state, move, keeper) {
      const { header, kept, parts } = proposedOf(procedure, state, move)
      const leaf = `${move.act} ${move.side}`
      const entry: Entry = {
        side: move.side,
        index: 0,
        leaf,
        running: SEEN,
        header,
        kept: { ...kept },
        parts,
      }
      const by = move.side === keeper ? 'keeper' : 'guest'
      const placed: Placed = { entry, by, settler: 0, time: header.time, cut: { keeper: 0, guest: 0 } }
      return step(procedure, state, placed, context)
    },
  }
}

function proposedOf(procedure: Procedure, state: DossierState | null, move: Move): Proposed {
  const act = own(procedure.acts, move.act)
  const common = {
    v: 1 as const,
    seen: SEEN,
    time: timeOf(act, state),
    parts: move.parts.map((name) => ({ name, digest: DIGEST, keep: 'always' })),
    office: move.office ?? `${move.side}-1`,
    officer: move.officer ?? OFFICERS[act?.gate?.does ?? 'acts'],
    handling: 'H1' as const,
    procedure: DIGEST,
    act: move.act,
    ...(move.on === undefined ? {} : { on: move.on }),
    ...(act?.approval
      ? { approver: move.approver ?? `${OFFICERS.approves}-${act.gate?.does ?? 'acts'}` }
      : {}),
  }
  const header: Header = act?.opens
    ? { ...common, kind: 'open' }
    : { ...common, kind: 'act', dossier: state?.id ?? DIGEST }
  return { by: move.side, header, kept: move.kept, parts: move.parts }
}

/** Late enough for the clock, which no other act asks. */
function timeOf(act: Act | undefined, state: DossierState | null): number {
  if (act?.by !== 'clock' || !state) return state?.since ?? BEGIN
  return Math.max(state.since, state.clock?.due ?? 0, state.raised ?? 0) + LONG
}

/** The parties that can do an act in a dossier. */
export function sidesOf(act: Act, dossier: { opener: Party; keeper: Party }): readonly Party[] {
  return PARTIES.filter((party) => isSide(act.by, party, dossier))
}
