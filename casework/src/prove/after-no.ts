/** What is left of a dossier once somebody has answered a gate with no. */
import { checkActOf, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import type { DossierState } from '../run/entry.ts'
import type { Edge, Node, Visit } from './explore.ts'
import { type Engine, type Move, OFFICERS, PARTIES, variantsOf } from './moves.ts'
import { touchedBy } from './reads.ts'

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
 * States in which a no leaves a dossier without an end: it cannot be passed over there, what it rests on
 * cannot be said anew, and no way to an end is left unguarded.
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
      const left = afterNo(procedure, engine, gate, edge)
      if (left === 'stands') before.set(edge.to, [...(before.get(edge.to) ?? []), node])
      else if (left === 'asked-anew') free.add(node)
    }
  }
  for (const node of free) for (const one of before.get(node) ?? []) free.add(one)
  return nodes.filter((node) => !free.has(node) && noesIn(procedure, engine, node.state, gate).length > 0)
}

/** What a move does where a no stands: nothing, it leaves it standing, or it asks the gate anew. */
function afterNo(
  procedure: Procedure,
  engine: Engine,
  name: string,
  { before, move }: Edge,
): 'stopped' | 'stands' | 'asked-anew' {
  const [gate, act] = [own(procedure.gates ?? {}, name), own(procedure.acts, move.act)]
  if (!gate || !act || act.gate?.of === name) return 'stopped'
  const touched = touchedBy(procedure, act)
  const concerned = [...gate.before, ...gate.on].some((one) => one === move.act)
  if (!concerned && !gate.reads.some((field) => touched.has(field))) return 'stands'
  const no = { answer: 'failed', leaf: '', by: move.side, officers: [OFFICERS.answers] } as const
  const { state, verdict } = engine.play(
    { ...before, gates: { ...before.gates, [name]: { ...no, officers: [...no.officers] } } },
    move,
    before.keeper,
  )
  if (verdict.kind !== 'effective' || !state) return 'stopped'
  return own(state.gates, name)?.answer === 'failed' ? 'stands' : 'asked-anew'
}
