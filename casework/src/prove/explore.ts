/** Visits every dossier that a declaration lets come about, one of each kind that goes on differently. */
import { type Act, gateFieldOf, KEPT, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import type { DossierState, Party } from '../run/entry.ts'
import { keptFieldsOf } from '../run/kept.ts'
import { keeperOf } from '../run/sides.ts'
import { afterNo, carriesNo, noesIn } from './after-no.ts'
import { type Course, isRepeatable } from './course.ts'
import { keyOf } from './key.ts'
import { type Brought, engineOf, type Move, PARTIES, sidesOf, variantsOf } from './moves.ts'
import { conditionsOf, readsOf } from './reads.ts'
import type { Node, Visit } from './visit.ts'

/** More kinds of dossier than this nobody could oversee. */
const MOST = 100_000

/**
 * The course of a procedure. Rules are left out: they say only with which values an act is done.
 *
 * @throws Error where a declaration lets more come about than can be visited
 */
export function explore(whole: Procedure, { decides }: Course): Visit {
  const procedure = courseAlone(whole, decides)
  const engine = engineOf(procedure)
  const acts = Object.entries(procedure.acts)
  const repeatable = new Set(
    acts.flatMap(([name, act]) => (isRepeatable(procedure, name, act) ? [name] : [])),
  )
  const others = Object.entries(whole.acts).filter(([name]) => !decides.has(name))
  const key = keyOf(procedure, repeatable, Object.fromEntries(others))
  const variants = new Map(
    acts.map(([name, act]) => [name, yesOnly(act, variantsOf(procedure, act, conditionsOf(whole)))]),
  )
  // Where a gate asks what the act itself brings, every way of doing it counts.
  const guarded = new Set<string>(
    Object.values(procedure.gates ?? {}).flatMap(({ before, when }) => (when ? before : [])),
  )
  const carried = new Map(
    Object.keys(procedure.gates ?? {}).map((gate) => [gate, carriesNo(procedure, gate)]),
  )
  const nodes = new Map<string, Node>()
  const visit: Visit = { nodes: [], openings: [], answers: [] }

  /** Dossiers alike before their gates are passed are alike afterwards. */
  function nodeOf(state: DossierState): Node {
    const name = key(state)
    const known = nodes.get(name)
    if (known) return known
    const all = passed(state)
    const node = all === state ? newNode(state) : nodeOf(all)
    nodes.set(name, node)
    return node
  }

  function newNode(state: DossierState): Node {
    if (visit.nodes.length >= MOST) throw new Error(`${procedure.name}: more than ${MOST} kinds of dossier`)
    const node: Node = { state, edges: [] }
    visit.nodes.push(node)
    return node
  }

  /** An answer that passes a gate only lets more be done, so whatever can be passed is passed at once. */
  function passed(state: DossierState): DossierState {
    let now = state
    for (const [name, act] of acts) {
      if (!act.gate || !act.from.includes(now.state) || Object.hasOwn(now.gates, act.gate.of)) continue
      for (const { before, move } of movesOf(name, act, now)) {
        const { state: next, verdict } = engine.play(before, move, now.keeper)
        if (!next || verdict.kind !== 'effective') continue
        visit.answers.push({ before, move })
        now = next
        break
      }
    }
    return now
  }

  function* movesOf(
    name: string,
    act: Act,
    state: DossierState,
  ): Generator<{ before: DossierState; move: Move }> {
    for (const side of sidesOf(act, state)) {
      for (const said of withNoes(act, state))
        for (const { before, on } of answered(act, said))
          for (const one of variants.get(name) ?? [])
            yield { before, move: { ...one, act: name, side, ...(on === undefined ? {} : { on }) } }
    }
  }

  /** What is for where somebody said no is tried where somebody has just done so. */
  function withNoes({ when }: Act, state: DossierState): DossierState[] {
    const gates = when ? [...readsOf(when).noes] : []
    return [
      state,
      ...gates.flatMap((gate) => {
        const said = noesIn(procedure, engine, state, gate).map((one) => one.said)
        if (said.length > 0 || !carried.get(gate)?.has(state.state)) return said
        return [afterNo(state, gate)]
      }),
    ]
  }

  /** What an act could answer: what stands, and what could be done just before it. */
  function* answered(act: Act, state: DossierState): Generator<{ before: DossierState; on?: string }> {
    if (!act.answers) return yield { before: state }
    for (const kind of act.answers) {
      const first = own(procedure.acts, kind)
      const now = first && repeatable.has(kind) && first.from.includes(state.state)
      if (now) for (const { before, move } of movesOf(kind, first, state)) yield* afterwards(before, move)
      const current = own(state.current, kind)
      if (!now && current)
        for (const before of act.adopts ? proposedIn(state, current.leaf) : [state])
          yield { before, on: current.leaf }
    }
  }

  function* afterwards(state: DossierState, move: Move): Generator<{ before: DossierState; on: string }> {
    const { state: before, verdict } = engine.play(state, move, state.keeper)
    const leaf = before && own(before.current, move.act)?.leaf
    if (verdict.kind === 'effective' && before && leaf) yield { before, on: leaf }
  }

  /** A proposal that stands since earlier, as it could have been made, in every way. */
  function proposedIn(state: DossierState, on: string): DossierState[] {
    const proposal = own(state.proposals, on)
    const proposing = proposal && own(procedure.acts, proposal.act)
    if (!proposal || !proposing) return [state]
    const fields = keptFieldsOf(procedure, proposing)
    return (variants.get(proposal.act) ?? []).map((one) => {
      const kept = Object.fromEntries(Object.entries(one.kept).filter(([name]) => fields.has(name)))
      const parts = one.parts.filter((part) => part !== KEPT && !state.parts.includes(part))
      const proposals = { ...state.proposals, [on]: { ...proposal, kept } }
      return { ...state, proposals, parts: [...state.parts, ...parts] }
    })
  }

  // Where who keeps follows from who opens, the other way round is the same with the names exchanged.
  const openers: readonly Party[] = procedure.once || procedure.keeper === 'first' ? PARTIES : [PARTIES[0]]
  for (const [name, act] of acts)
    for (const side of act.opens ? openers : [])
      for (const one of variants.get(name) ?? []) {
        const move = { ...one, act: name, side }
        const { state, verdict } = engine.play(null, move, keeperOf(procedure, side, PARTIES))
        if (verdict.kind === 'effective' && state) visit.openings.push({ move, to: nodeOf(state) })
      }
  for (const node of visit.nodes) {
    const known = new Map<string, Set<Node>>()
    for (const [name, act] of acts) {
      if (!act.from.includes(node.state.state)) continue
      for (const { before, move } of movesOf(name, act, node.state)) {
        const { state, verdict } = engine.play(before, move, before.keeper)
        if (verdict.kind !== 'effective' || !state) continue
        const to = nodeOf(state)
        const alike = `${name} ${move.side} ${guarded.has(name) ? JSON.stringify([move.kept, own(before.proposals, move.on ?? '')?.kept]) : ''}`
        if (known.get(alike)?.has(to)) continue
        known.set(alike, (known.get(alike) ?? new Set()).add(to))
        node.edges.push({ before, move, to })
      }
    }
  }
  return visit
}

function courseAlone(procedure: Procedure, decides: ReadonlySet<string>): Procedure {
  const acts = Object.entries(procedure.acts).filter(
    ([name, { gate }]) => decides.has(name) && gate?.does !== 'overrides',
  )
  return { ...procedure, acts: Object.fromEntries(acts), rules: {} }
}

function yesOnly(act: Act, variants: Brought[]): Brought[] {
  const gate = act.gate?.of
  return gate === undefined ? variants : variants.filter(({ kept }) => kept[gateFieldOf(gate)] === 'passed')
}
