/** What happens beside the course: visited by itself, and then tried in every state of it. */
import { type Act, LEVELS, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import type { DossierState, Party } from '../run/entry.ts'
import { otherParty } from '../run/sides.ts'
import { type Brought, engineOf, type Move, PARTIES, sidesOf, variantsOf } from './moves.ts'
import { readsOfAct, touchedBy } from './reads.ts'
import { responsibilityKey } from './responsible.ts'

/** An act of the group that had effect, in a dossier that holds nothing but what the group left in it. */
export interface Trace {
  before: DossierState
  move: Move
  after: DossierState
}

const ANYWHERE = 'anywhere'

/**
 * Everything that the acts of a group can do among themselves, in a state that lets them all and without the
 * conditions and gates that read the course. `begun`: a dossier from the course.
 */
export function tracesOf(whole: Procedure, group: readonly string[], begun: DossierState): Trace[] {
  const procedure = freed(whole, group)
  const engine = engineOf(procedure)
  const variants = new Map(group.map((name) => [name, variantsOf(whole, whole.acts[name] as Act)]))
  const traces: Trace[] = []
  const { since, keeper } = begun
  const clock = {
    deadline: '',
    owes: keeper,
    counts: 'hours' as const,
    started: since,
    due: since,
    paused: null,
  }
  const start: DossierState = { ...begun, state: ANYWHERE, clock, level: null, asked: null, opened: {} }
  // What one of them says and another reads.
  const acts = group.flatMap((name) => own(whole.acts, name) ?? [])
  const fields = [...new Set(acts.flatMap((act) => [...touchedBy(whole, act)]))].filter((field) =>
    group.some((name) => readsOfAct(whole, name, whole.acts[name] as Act).fields.has(field)),
  )
  const said = ({ kept }: DossierState) => fields.map((field) => JSON.stringify(own(kept, field)) ?? '')
  const keyed = new Map([[keyOf(procedure, said, start), start]])
  for (const before of keyed.values())
    for (const [name, act] of Object.entries(procedure.acts))
      for (const move of movesOf(procedure, name, act, variants.get(name) ?? [], before)) {
        const { state: after, verdict } = engine.play(before, move, keeper)
        if (verdict.kind !== 'effective' || !after) continue
        traces.push({ before, move, after })
        const key = keyOf(procedure, said, after)
        if (!keyed.has(key)) keyed.set(key, after)
      }
  return traces
}

function freed(procedure: Procedure, group: readonly string[]): Procedure {
  const acts = group.flatMap((name): [string, Act][] => {
    const act = own(procedure.acts, name)
    if (!act) return []
    const { to: _, when: __, most: ___, answers, adopts, ...rest } = act
    // What it answers may be an act of the course, which is then found where the trace is laid over it.
    const inside = answers?.every((kind) => group.includes(kind))
      ? { answers, ...(adopts ? { adopts } : {}) }
      : {}
    return [[name, { ...rest, ...inside, from: [ANYWHERE] }]]
  })
  const states = { [ANYWHERE]: { deadline: null, waits: 'either', because: 'visited' } } as const
  return { ...procedure, acts: Object.fromEntries(acts), states, gates: {}, rules: {} }
}

function* movesOf(
  procedure: Procedure,
  name: string,
  act: Act,
  variants: readonly Brought[],
  state: DossierState,
): Generator<Move> {
  for (const side of sidesOf(act, state))
    for (const on of act.answers
      ? act.answers.flatMap((kind) => own(state.current, kind)?.leaf ?? [])
      : [undefined])
      for (const one of variants)
        for (const said of toldOf(procedure, act, side))
          for (const office of act.owner === 'takes' || act.owner === 'declines' ? OFFICES : [OFFICES[0]])
            yield {
              ...one,
              kept: { ...one.kept, ...said },
              act: name,
              side,
              office: `${side}-${office}`,
              ...(on === undefined ? {} : { on }),
            }
}

/** Two offices of each side are enough to move responsibility between. */
const OFFICES = ['1', '2'] as const

/** Each level that an act can lift to and each office that it can name. */
function toldOf(procedure: Procedure, act: Act, side: Party): Record<string, unknown>[] {
  const officesOf = (party: Party) => OFFICES.map((office) => `${party}-${office}`)
  const [ours, theirs] = [officesOf(side), officesOf(otherParty(side, PARTIES))]
  const values: Record<string, readonly unknown[]> = {
    'raised-to': LEVELS.filter((level) => procedure.levels.includes(level)),
    'our-office': ours,
    'their-office': theirs,
    'offered-side': ['own', 'other'],
    'offered-to': [...ours, ...theirs],
  }
  return act.needs.reduce<Record<string, unknown>[]>(
    (all, field) =>
      (act.owner || act.raises) && Object.hasOwn(values, field)
        ? all.flatMap((one) => (values[field] ?? []).map((value) => ({ ...one, [field]: value })))
        : all,
    [{}],
  )
}

function keyOf(procedure: Procedure, said: (state: DossierState) => string[], state: DossierState): string {
  const answered = new Set(Object.values(procedure.acts).flatMap(({ answers }) => answers ?? []))
  const done = [...answered].map((name) => {
    const one = own(state.current, name)
    return one ? `${one.by}${own(state.proposals, one.leaf) ? '+' : ''}` : ''
  })
  return [state.asked !== null, ...done, ...said(state), responsibilityKey(state)].join()
}

/** A dossier of the course with what a group left in another one. */
export function laidOver(
  procedure: Procedure,
  group: readonly string[],
  course: DossierState,
  left: DossierState,
): DossierState {
  const isOfGroup = ([name]: [string, unknown]) => group.includes(name)
  const fields = new Set(group.flatMap((name) => [...touchedBy(procedure, procedure.acts[name] as Act)]))
  const current = { ...course.current, ...Object.fromEntries(Object.entries(left.current).filter(isOfGroup)) }
  const kept = Object.entries(left.kept).filter(([name]) => fields.has(name))
  const paused = left.asked === null ? course.asked : left.asked
  const { level, offices, owner, offered, raised } = left
  return {
    ...course,
    current,
    kept: { ...course.kept, ...Object.fromEntries(kept) },
    proposals: { ...course.proposals, ...left.proposals },
    asked: paused,
    clock:
      course.clock && (paused === null ? course.clock : { ...course.clock, paused: course.clock.started }),
    ...{ level, offices, owner, offered, raised },
    opened: group.some((name) => procedure.acts[name]?.unopened) ? {} : course.opened,
  }
}
