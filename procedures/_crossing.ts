/** Two nodes on which officers of both sides act in one dossier, over a line that delays: what each makes of it. */
import {
  type Act,
  type DossierState,
  digestOf,
  dossierContext,
  type Entry,
  type Folded,
  fold,
  keeperOf,
  NO_TERMS,
  type Party,
  type Procedure,
  placeDossier,
  settlerIn,
  singletonId,
} from '@counterpart/casework'
import { type Brought, variantsOf } from '../casework/src/prove/moves.ts'
import { conditionsOf } from '../casework/src/prove/reads.ts'
import { withoutPatterns } from '../casework/src/prove/values.ts'
import { logOf, newNode, receive, record, settle, type TwoLogs } from '../casework/src/run/_nodes.ts'
import { PARTIES, START } from './_drive.ts'

const RELATION = 'aaa~bbb/test'
/** So many ways to open are tried until one keeps the rules. */
const OPENINGS = 20_000
const IN_FORCE = 'f'.repeat(64)

/** One random choice after the other; each number below its bound. */
export type Draw = (below: number) => number

export interface Crossing {
  nodes: readonly [TwoLogs, TwoLogs]
  /** An officer of one side tries something that could be done as that side sees it. */
  act(draw: Draw): void
  /** Some of what waits arrives at the other side. */
  send(draw: Draw): void
  settle(): void
  fold(node: TwoLogs): Folded
  entries(): Entry[]
}

export function crossingOf(declared: Procedure, opener: Party): Crossing {
  const procedure = withoutPatterns(declared)
  const digest = digestOf(procedure)
  const nodes = [newNode(PARTIES[0], START), newNode(PARTIES[1], START + 7)] as const
  const keeper = keeperOf(procedure, opener, PARTIES)
  const conditions = [...conditionsOf(procedure), ...Object.values(procedure.rules)]
  const variants = new Map(
    Object.entries(procedure.acts).map(([name, act]) => [
      name,
      variantsOf(procedure, act, conditions, act.opens ? OPENINGS : undefined),
    ]),
  )
  let dossier = procedure.once ? singletonId(RELATION, procedure.name) : ''

  const inside = (node: TwoLogs) =>
    PARTIES.flatMap((party) => logOf(node, party)).filter(({ header }) => header?.kind !== 'mark')

  function foldAt(node: TwoLogs): Folded {
    const settlerOf = settlerIn(logOf(node, keeper))
    const base = {
      parties: PARTIES,
      relation: RELATION,
      terms: () => ({ ...NO_TERMS, digests: [digest] }),
      procedure: (wanted: string) => (wanted === digest ? procedure : null),
      inForce: (id: string) => id === IN_FORCE,
      carriedOut: (id: string) => id === IN_FORCE,
    }
    const entries = inside(node)
    const context = dossierContext(base, procedure, entries, keeper, settlerOf)
    return fold(procedure, placeDossier(entries, keeper, settlerOf, logOf(node, keeper).length), context)
  }

  function write(node: TwoLogs, name: string, act: Act, brought: Brought, draw: Draw, on?: string): Entry {
    const people = ['one', 'two', 'three']
    return record(node, {
      ...(act.opens ? { kind: 'open' as const } : {}),
      procedure: digest,
      ...(dossier === '' ? {} : { dossier }),
      act: name,
      kept: { ...brought.kept },
      parts: brought.parts.filter((part) => part !== 'kept'),
      officer: people[draw(3)] ?? 'one',
      ...(act.approval ? { approver: people[draw(3)] ?? 'two' } : {}),
      ...(on === undefined ? {} : { on }),
    })
  }

  function open(node: TwoLogs): void {
    // Author and approver are two.
    let last = 0
    for (const [name, act] of Object.entries(procedure.acts))
      for (const brought of act.opens ? (variants.get(name) ?? []) : []) {
        const entry = write(node, name, act, brought, (below) => ++last % below)
        if (dossier === '') dossier = entry.leaf
        if (foldAt(node).state) return
        logOf(node, node.party).pop()
        if (!procedure.once) dossier = ''
      }
    throw new Error(`${procedure.name} cannot be opened`)
  }

  open(nodes[PARTIES.indexOf(opener as (typeof PARTIES)[number]) === 0 ? 0 : 1])
  settle(...nodes)

  return {
    nodes,
    act(draw) {
      const node = nodes[draw(2) === 0 ? 0 : 1]
      const state = foldAt(node).state as DossierState
      node.clock += draw(3) * 40_000
      const possible = Object.entries(procedure.acts).filter(
        ([, act]) => !act.opens && act.by !== 'clock' && act.from.includes(state.state),
      )
      const [name, act] = possible[draw(possible.length)] ?? []
      const tried = name === undefined ? [] : (variants.get(name) ?? [])
      const brought = tried[draw(tried.length)]
      if (name === undefined || !act || !brought) return
      const answered = (act.answers ?? []).flatMap((kind) => state.current[kind]?.leaf ?? [])
      write(node, name, act, brought, draw, answered[draw(answered.length)])
    },
    send(draw) {
      const [from, to] = draw(2) === 0 ? nodes : ([nodes[1], nodes[0]] as const)
      const waiting = logOf(from, from.party)
      const held = logOf(to, from.party).length
      receive(to, waiting.slice(held, held + 1 + draw(waiting.length - held)))
    },
    settle: () => settle(...nodes),
    fold: foldAt,
    entries: () => inside(nodes[0]),
  }
}
