/** What is left of a dossier once somebody has answered a gate with no. */
import { type Act, type Condition, checkActOf, fieldsRead, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import type { DossierState } from '../run/entry.ts'
import { type Engine, type Move, OFFICERS, PARTIES, variantsOf } from './moves.ts'
import type { Edge, Node, Visit } from './visit.ts'

/** The noes that could be said to a gate in a dossier, each with the dossier after it. */
export function noesIn(
  procedure: Procedure,
  engine: Engine,
  state: DossierState,
  gate: string,
): { move: Move; said: DossierState }[] {
  const name = checkActOf(gate)
  const act = own(procedure.acts, name)
  if (!act?.from.includes(state.state)) return []
  const on = (act.answers ?? []).flatMap((kind) => own(state.current, kind)?.leaf ?? [])[0]
  if (on === undefined) return []
  const no = variantsOf(procedure, act).find(({ kept }) => kept[`gate-${gate}`] === 'failed')
  return PARTIES.flatMap((side) => {
    if (!no) return []
    const move = { ...no, act: name, side, on, officer: OFFICERS.answers }
    const { state: said, verdict } = engine.play(state, move, state.keeper)
    return verdict.kind === 'effective' && said ? [{ move, said }] : []
  })
}

/**
 * Where a no to a gate may still stand: where it is said, and where whatever it does not stop leads from there. One
 * that was passed over stops nothing, and stands; nor does it stop what says itself that the gate is not asked.
 */
export function carriesNo(procedure: Procedure, gate: string): ReadonlySet<string> {
  const { from = [], before = [], override, when } = own(procedure.gates ?? {}, gate) ?? {}
  const states = new Set<string>(from)
  for (const state of states)
    for (const [name, act] of Object.entries(procedure.acts))
      if (
        act.to !== undefined &&
        act.from.includes(state) &&
        (override || says(act, when) || !before.some((one) => one === name))
      )
        states.add(act.to)
  return states
}

/** Whether an act brings itself what a gate's condition asks. */
function says({ needs, may = [] }: Act, when: Condition | undefined): boolean {
  return when !== undefined && fieldsRead(when).some((field) => [...needs, ...may].includes(field))
}

/** A dossier in which a no was said before it came where it is. */
export function afterNo(state: DossierState, gate: string): DossierState {
  const no = { leaf: '', by: state.keeper, officers: [OFFICERS.answers] }
  const gates = { ...state.gates, [gate]: { answer: 'failed' as const, ...no } }
  return { ...state, gates, noes: { ...state.noes, [gate]: [no] } }
}

/**
 * States in which a no leaves a dossier without an end, should its author never take it back: it cannot be passed over
 * there, and no way to an end is left unguarded.
 *
 * `isEnd`: whether a dossier is over. `passedOver`: whether a no that was said in one could be passed over.
 */
export function stuckAfterNo(
  procedure: Procedure,
  engine: Engine,
  { nodes }: Visit,
  gate: string,
  isEnd: (node: Node) => boolean,
  passedOver: (node: Node) => boolean,
): Node[] {
  const before = new Map<Node, Node[]>()
  const free = new Set<Node>()
  for (const node of nodes) {
    if (isEnd(node) || passedOver(node)) free.add(node)
    for (const edge of node.edges) {
      if (goesOn(procedure, engine, gate, edge)) before.set(edge.to, [...(before.get(edge.to) ?? []), node])
    }
  }
  for (const node of free) for (const one of before.get(node) ?? []) free.add(one)
  return nodes.filter((node) => !free.has(node) && noesIn(procedure, engine, node.state, gate).length > 0)
}

/** Whether a move still has effect where a no was said. */
function goesOn(procedure: Procedure, engine: Engine, name: string, { before, move }: Edge): boolean {
  const [gate, act] = [own(procedure.gates ?? {}, name), own(procedure.acts, move.act)]
  if (!gate || !act || act.gate?.of === name) return false
  if (!gate.before.some((one) => one === move.act)) return true
  const no = { leaf: '', by: move.side, officers: [OFFICERS.answers] }
  const gates = { ...before.gates, [name]: { answer: 'failed' as const, ...no } }
  const { verdict } = engine.play({ ...before, gates, noes: { [name]: [no] } }, move, before.keeper)
  return verdict.kind === 'effective'
}
