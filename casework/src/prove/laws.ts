/** What must hold of everything that was visited. */
import { KEPT, type Procedure, parseDuration } from '../language/index.ts'
import { own } from '../language/own.ts'
import { hasOneOwner } from './responsible.ts'
import { OPENING, type Rows } from './rows.ts'
import type { Node, Visit } from './visit.ts'

export const SPACE_CODES = [
  /** A state in which no dossier ever is. */
  'state-not-reached',
  /** An act that is declared for a state and never has effect in it. */
  'act-never-done',
  /** Nobody but the clock can do anything. */
  'nobody-goes-on',
  /** A dossier from which no end can be reached. */
  'no-end-from',
  /** The same, once somebody has answered a gate with no. */
  'no-end-after-no',
  'no-clock-and-no-reason',
  /** A guarded act that has effect without the answer it waits for, or none with it. */
  'gate-let-through',
  /** A gate that was never seen to stop one of the acts it stands before. */
  'gate-never-asked',
  'gate-never-answered',
  'owner-moved',
  'no-single-owner',
  'refused-without-ground',
  'personal-without-end',
  'nobody-may',
  'nobody-approves',
] as const

export interface SpaceProblem {
  /** State, act, gate or field. */
  at: string
  code: (typeof SPACE_CODES)[number]
  what?: string
}

export function problemsOf(procedure: Procedure, visit: Visit, rows: Rows): SpaceProblem[] {
  return [
    ...statesReached(procedure, visit),
    ...actsDone(procedure, rows),
    ...waysOn(procedure, visit),
    ...gatesAsked(procedure, rows),
    ...ownersAndGrounds(procedure, visit),
    ...personsEnd(procedure),
  ]
}

function statesReached(procedure: Procedure, { nodes }: Visit): SpaceProblem[] {
  const reached = new Set(nodes.map(({ state }) => state.state))
  return Object.keys(procedure.states).flatMap((at) =>
    reached.has(at) ? [] : [{ at, code: 'state-not-reached' as const }],
  )
}

function actsDone(procedure: Procedure, rows: Rows): SpaceProblem[] {
  return Object.entries(procedure.acts).flatMap(([name, act]) =>
    (act.opens ? [OPENING] : act.from).flatMap((state): SpaceProblem[] => {
      const at = `${state} ${name}`
      const row = rows.find(state, name)
      if (!row) return [{ at, code: 'act-never-done' }]
      if (row.doers.size === 0) return [{ at, code: 'nobody-may' }]
      return act.approval && row.approvers.size === 0 ? [{ at, code: 'nobody-approves' }] : []
    }),
  )
}

function waysOn(procedure: Procedure, { nodes }: Visit): SpaceProblem[] {
  const ending = procedure.once ? null : leadingTo(nodes, ({ state }) => isFinal(procedure, state.state))
  return nodes.flatMap((node): SpaceProblem[] => {
    const { state } = node
    const declared = own(procedure.states, state.state)
    if (!declared || 'final' in declared) return []
    const problems: SpaceProblem[] = []
    const at = state.state
    const persons = Object.entries(procedure.acts).some(
      ([, act]) => act.by !== 'clock' && act.from.includes(at),
    )
    const goes = node.edges.some(({ move }) => procedure.acts[move.act]?.by !== 'clock')
    if (!(procedure.once ? persons : goes)) problems.push({ at, code: 'nobody-goes-on' })
    if (ending && !ending.has(node)) problems.push({ at, code: 'no-end-from' })
    const lasts = declared.deadline === null ? undefined : own(procedure.deadlines, declared.deadline)?.lasts
    const dated = typeof lasts === 'object' && 'until' in lasts
    if (declared.deadline === null ? declared.because === '' : !state.clock && !dated)
      problems.push({ at, code: 'no-clock-and-no-reason' })
    return problems
  })
}

/** The dossiers from which one can be reached that is as asked. */
function leadingTo(nodes: readonly Node[], isThere: (node: Node) => boolean): Set<Node> {
  const before = new Map<Node, Node[]>()
  for (const node of nodes) for (const { to } of node.edges) before.set(to, [...(before.get(to) ?? []), node])
  const leading = new Set(nodes.filter(isThere))
  for (const node of leading) for (const one of before.get(node) ?? []) leading.add(one)
  return leading
}

export function isFinal(procedure: Procedure, state: string): boolean {
  const declared = own(procedure.states, state)
  return declared !== undefined && 'final' in declared
}

function gatesAsked(procedure: Procedure, rows: Rows): SpaceProblem[] {
  const all = rows.all()
  return Object.entries(procedure.gates ?? {}).flatMap(([gate, { before }]) => [
    ...(all.some(({ act }) => act === `check-${gate}`)
      ? []
      : [{ at: gate, code: 'gate-never-answered' as const }]),
    ...before.flatMap((act) =>
      all.some((row) => row.act === act && row.gates.has(gate))
        ? []
        : [{ at: `${gate} ${act}`, code: 'gate-never-asked' as const }],
    ),
  ])
}

function ownersAndGrounds(procedure: Procedure, { nodes }: Visit): SpaceProblem[] {
  return nodes.flatMap((node): SpaceProblem[] => {
    const problems: SpaceProblem[] = hasOneOwner(node.state)
      ? []
      : [{ at: node.state.state, code: 'no-single-owner' }]
    for (const { move, to } of node.edges) {
      const declared = own(procedure.states, to.state.state)
      const refuses = declared && 'final' in declared && declared.refused
      if (refuses && !Object.keys(move.kept).some((field) => field.endsWith('-ground')))
        problems.push({ at: move.act, code: 'refused-without-ground' })
    }
    return problems
  })
}

/** Persons may be named only in a part that ends. */
function personsEnd(procedure: Procedure): SpaceProblem[] {
  return Object.entries(procedure.fields).flatMap(([at, field]) => {
    const kinds = field.kind === 'list' ? Object.values(field.row).map(({ kind }) => kind) : [field.kind]
    const part = field.part === KEPT ? undefined : own(procedure.parts, field.part)
    const ends = part !== undefined && parseDuration(part.keep) !== null
    if (part?.personal ? ends : !kinds.includes('person')) return []
    return [{ at, code: 'personal-without-end' as const }]
  })
}
