/** Visits everything that a declaration lets come about, through the engine that judges, and proves what must hold. */
import { overrideActOf, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import type { DossierState } from '../run/entry.ts'
import { noesIn, stuckAfterNo } from './after-no.ts'
import { laidOver, type Trace, tracesOf } from './beside.ts'
import { keepingRules } from './consistent.ts'
import { courseOf } from './course.ts'
import { explore } from './explore.ts'
import { askedBefore, probeGates } from './gate-probes.ts'
import { isFinal, problemsOf, type SpaceProblem } from './laws.ts'
import { type Engine, engineOf, type Move, PARTIES, variantsOf } from './moves.ts'
import { type Live, liveIn } from './reads.ts'
import { movesRightly } from './responsible.ts'
import { newRows, type Row, type Rows, type Witness } from './rows.ts'
import { withoutPatterns } from './values.ts'
import type { Edge, Node, Visit } from './visit.ts'

/** How much was visited. */
export interface Counts {
  /** Kinds of dossier that go on differently, and acts that lead from one to another. */
  kinds: number
  moves: number
  states: number
  acts: number
  /** Distinct combinations of state, act, side, role and gate. */
  combinations: number
}

export interface Space {
  procedure: string
  /** By state and act, sorted. */
  rows: Row[]
  counts: Counts
  /** Empty when everything that must hold does. */
  problems: SpaceProblem[]
}

/** @throws Error where a declaration lets more come about than can be visited */
export function spaceOf(declared: Procedure): Space {
  const procedure = withoutPatterns(declared)
  const course = courseOf(procedure)
  const visit = explore(procedure, course)
  const engine = engineOf(procedure)
  const rows = newRows(procedure)
  const problems: SpaceProblem[] = []
  const found: Found = { procedure, engine, rows, problems, kept: new Set(), live: liveIn(procedure) }
  for (const { move, to } of visit.openings) seen(found, null, move, to.state)
  for (const { before, move } of visit.answers) seen(found, before, move, before)
  for (const { edges } of visit.nodes)
    for (const { before, move, to } of edges) seen(found, before, move, to.state)
  sayNo(found, visit)
  const groups = [...course.beside, ...[...course.traceless].map((name) => [name]), [...course.moves]]
  for (const group of groups) if (group.length > 0) seenBeside(found, visit, group)
  problems.push(...problemsOf(procedure, visit, rows))
  return {
    procedure: procedure.name,
    rows: rows.all(),
    counts: countsOf(visit, rows.all()),
    problems: once(problems),
  }
}

interface Found {
  procedure: Procedure
  engine: Engine
  rows: Rows
  problems: SpaceProblem[]
  /** Acts for which values were found that keep the rules, by state and gates asked. */
  kept: Set<string>
  /** What still counts, by state. */
  live: ReadonlyMap<string, Live>
}

/** Notes an act that has effect, with every gate before it, and also by the rules of the declaration. */
function seen(found: Found, standing: DossierState | null, asked: Move, after: DossierState): void {
  const { procedure, engine, rows, problems } = found
  const place = consistent(found, standing, asked)
  if (!place) return
  const { before, move } = place
  const row = rows.add(before, move, after.state)
  if (!before) return
  const probed = probeGates(procedure, engine, before, move)
  for (const gate of probed.gates) if (!row.gates.has(gate)) row.gates.set(gate, { before, move })
  for (const { gate, tried, got } of probed.faults)
    problems.push({
      at: `${before.state} ${move.act}`,
      code: 'gate-let-through',
      what: `${gate} ${tried}: ${got}`,
    })
}

function moved(
  { procedure, problems }: Found,
  { act: at }: Move,
  before: DossierState,
  after: DossierState,
): void {
  const act = own(procedure.acts, at)
  if (act && !movesRightly(act, before, after)) problems.push({ at, code: 'owner-moved' })
}

/**
 * The same act as it has effect by the rules too. One dossier for each state and the gates that are asked in it
 * is enough: rules say with which values, not whether.
 */
function consistent(
  { procedure, engine, kept, live }: Found,
  before: DossierState | null,
  move: Move,
): Witness | null {
  if (engine.verdict(before, move).kind === 'effective') return { before, move }
  const asked = before ? [before.state, before.opener, ...askedBefore(procedure, before, move)] : []
  const name = [move.act, move.side, ...asked].join(' ')
  if (kept.has(name)) return null
  const found = keepingRules(procedure, engine, before, move, live)
  if (found) kept.add(name)
  return found
}

/** A gate answered with no in a dossier, and passed over; whether that can be done. */
function passOver(found: Found, { state }: Node, gate: string): boolean {
  const { procedure, engine } = found
  const name = overrideActOf(gate)
  const act = own(procedure.acts, name)
  if (!act?.from.includes(state.state)) return false
  let done = false
  for (const { move, said } of noesIn(procedure, engine, state, gate)) {
    const on = own(said.current, move.act)?.leaf ?? ''
    for (const one of variantsOf(procedure, act)) {
      const over = { ...one, act: name, side: move.side, on }
      const { state: after, verdict } = engine.play(said, over, state.keeper)
      if (!after || verdict.kind !== 'effective') continue
      seen(found, said, over, after)
      done = true
    }
  }
  return done
}

/** Each gate answered with no wherever that can be done: it can be passed over, said anew, or an end is left. */
function sayNo(found: Found, visit: Visit): void {
  const { procedure, engine, problems } = found
  for (const gate of Object.keys(procedure.gates ?? {})) {
    const over = new Set(visit.nodes.filter((node) => passOver(found, node, gate)))
    if (procedure.once) continue
    const stuck = stuckAfterNo(
      procedure,
      engine,
      visit,
      gate,
      ({ state }) => isFinal(procedure, state.state),
      (node) => over.has(node),
    )
    for (const { state } of stuck) problems.push({ at: `${state.state} ${gate}`, code: 'no-end-after-no' })
  }
}

/** Acts beside the course, tried with what they leave in every kind of dossier of each state they stand in. */
function seenBeside(found: Found, visit: Visit, group: readonly string[]): void {
  const { procedure } = found
  const begun = [...new Map(visit.nodes.map(({ state }) => [state.opener, state])).values()]
  const traces = begun.flatMap((state) => tracesOf(procedure, group, state))
  for (const { before, move, after } of traces) moved(found, move, before, after)
  for (const name of group)
    for (const state of procedure.acts[name]?.from ?? [])
      for (const side of PARTIES) {
        const tried = traces.filter(({ move }) => move.act === name && move.side === side)
        const place = firstPlace(found, visit.nodes, group, state, tried)
        if (place?.before) seen(found, place.before, place.move, place.before)
      }
}

function firstPlace(
  found: Found,
  nodes: readonly Node[],
  group: readonly string[],
  state: string,
  traces: readonly Trace[],
): Witness | null {
  for (const node of nodes) {
    if (node.state.state !== state) continue
    for (const { before: left, move } of traces) {
      if (left.opener !== node.state.opener) continue
      for (const [course, on] of answered(found, node, group, move)) {
        const before = laidOver(found.procedure, group, course, left)
        const place = consistent(found, before, on === undefined ? move : { ...move, on })
        if (place) return place
      }
    }
  }
  return null
}

/** A dossier of the course with what an act beside it answers there, where that is an act of the course. */
function* answered(
  { procedure, engine }: Found,
  node: Node,
  group: readonly string[],
  { act }: Move,
): Generator<[DossierState, string | undefined]> {
  const { state } = node
  const outside = (procedure.acts[act]?.answers ?? []).filter((kind) => !group.includes(kind))
  if (outside.length === 0) return yield [state, undefined]
  for (const kind of outside) {
    const current = own(state.current, kind)
    if (current) yield [state, current.leaf]
    for (const { before, move, to } of node.edges) {
      if (move.act !== kind || to.state.state !== state.state) continue
      const done = engine.play(before, move, state.keeper).state
      const leaf = done && own(done.current, kind)?.leaf
      if (done && leaf) yield [done, leaf]
    }
  }
}

/**
 * Which of the rows another declaration does not give: acts that have no effect where they had, and gates that
 * do not stop what they stopped. Tried on the dossiers that were found, without visiting anything anew.
 */
export function lostOf(
  declared: Procedure,
  rows: readonly Row[],
): { state: string; act: string; gate?: string }[] {
  const procedure = withoutPatterns(declared)
  const engine = engineOf(procedure)
  const has = ({ before, move }: Witness) => engine.verdict(before, move).kind === 'effective'
  return rows.flatMap(({ state, act, witness, gates }) => [
    ...(has(witness) ? [] : [{ state, act }]),
    ...[...gates].flatMap(([gate, { before, move }]) => {
      if (!before) return []
      const { [gate]: _, ...others } = before.gates
      return has({ before: { ...before, gates: others }, move }) ? [{ state, act, gate }] : []
    }),
  ])
}

function countsOf(visit: Visit, rows: readonly Row[]): Counts {
  const edges: Edge[] = visit.nodes.flatMap((node) => node.edges)
  return {
    kinds: visit.nodes.length,
    moves: edges.length + visit.openings.length,
    states: new Set(visit.nodes.map(({ state }) => state.state)).size,
    acts: new Set(rows.map(({ act }) => act)).size,
    combinations: rows.reduce((sum, { doers, gates }) => sum + doers.size * Math.max(1, gates.size), 0),
  }
}

function once(problems: readonly SpaceProblem[]): SpaceProblem[] {
  return [...new Map(problems.map((one) => [JSON.stringify(one), one])).values()]
}
