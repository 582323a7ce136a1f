/** What an effective entry makes of a dossier. Nothing is changed in place. */
import type { ActHeader, OpenHeader } from '@counterpart/protocol'
import { type Act, KEPT, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { proposedBefore, wroteAfter } from './authors.ts'
import { dateClock, extensionField, moveClock, startClock, turnClock } from './clock.ts'
import { unsettledOf } from './decide.ts'
import type { Done, DossierState, Entry, Party, Placed, Terms } from './entry.ts'
import { gatesAfter } from './gates.ts'
import { keptFieldsOf, without } from './kept.ts'
import { openResponsibility, responsibilityAfter } from './responsibility.ts'
import { keeperOf, type Parties } from './sides.ts'

/**
 * The time an entry is shown with: of its place; while it is on its way its author's own, never before
 * the dossier's state. Only settled times are in a settled state, so no clock rests on a guest's word.
 */
function timeOf(placed: Placed, since: number): number {
  return placed.time ?? Math.max(placed.entry.header?.time ?? since, since)
}

/** The state of a dossier that an effective opening gives. `id`: of the dossier. */
export function openState(
  procedure: Procedure,
  act: Act,
  header: OpenHeader,
  placed: Placed,
  id: string,
  terms: Terms,
  parties: Parties,
): DossierState {
  const { entry } = placed
  const time = timeOf(placed, 0)
  const state = act.to ?? ''
  const dossier = { opener: entry.side, keeper: keeperOf(procedure, entry.side, parties) }
  const empty: DossierState = {
    ...dossier,
    id,
    procedure: procedure.name,
    digest: header.procedure,
    state,
    since: time,
    path: [{ state, time }],
    clock: null,
    clocks: [],
    kept: {},
    whose: {},
    wrote: {},
    proposals: {},
    numbers: {},
    parts: [],
    current: {},
    stacked: [],
    asked: null,
    ...openResponsibility(header, entry, dossier.keeper, parties),
    gates: {},
    noes: {},
    reopened: {},
    opened: {},
    closed: isFinal(procedure, state) ? time : null,
  }
  const said = withSaid(procedure, act, header, entry, empty)
  const clock = startClock(procedure, state, said, time, terms, parties)
  return withDone(act, header, placed, { ...said, clock }, time)
}

/** The state after an effective act that does not open. */
export function actState(
  procedure: Procedure,
  act: Act,
  header: ActHeader,
  placed: Placed,
  before: DossierState,
  terms: Terms,
  parties: Parties,
): DossierState {
  const { entry } = placed
  const time = timeOf(placed, before.since)
  const said = {
    ...withSaid(procedure, act, header, entry, before),
    ...responsibilityAfter(act, entry, before, time, parties),
  }
  const field = act.clock === 'extend' ? extensionField(procedure, act) : null
  const extension = field === null ? undefined : own(entry.kept ?? {}, field)
  const lasts = typeof extension === 'string' ? extension : null
  const dated = { ...said, ...dateClock(procedure, before, said, act.to, time, terms, parties) }
  const turned = { ...dated, ...turnClock(act, entry.leaf, dated, time, lasts, terms) }
  const clocked = { ...turned, ...moveClock(procedure, turned, act.to, time, terms, parties) }
  return withDone(act, header, placed, moved(procedure, clocked, act.to, time), time)
}

/** Whether the other side has looked is all that an opening on a screen changes; the first time counts. */
export function openedState(before: DossierState, placed: Placed): DossierState {
  return { ...before, opened: openedBy(before, placed.entry.side, timeOf(placed, before.since)) }
}

function openedBy({ opened }: DossierState, side: Party, time: number): DossierState['opened'] {
  return own(opened, side) === undefined ? { ...opened, [side]: time } : opened
}

/** What the kept part says: of the dossier, put aside, or adopted from the other side's proposal. */
function withSaid(
  procedure: Procedure,
  act: Act,
  header: OpenHeader | ActHeader,
  entry: Entry,
  state: DossierState,
): DossierState {
  const fields = keptFieldsOf(procedure, act)
  const said: Record<string, unknown> = {}
  const proposal: Record<string, unknown> = {}
  const numbers = { ...state.numbers }
  for (const [name, value] of Object.entries(entry.kept ?? {})) {
    if (act.proposes && fields.has(name)) proposal[name] = value
    else if (name === 'number' && typeof value === 'string' && !fields.has(name)) numbers[entry.side] = value
    else said[name] = value
  }
  const answered = act.adopts && header.on !== undefined ? own(state.proposals, header.on) : undefined
  const adopted = answered?.kept
  const dropped = dropsOf(procedure, act, answered?.act)
  // Adopted, or given up by the side that made it: an answer of the other side alone leaves it standing beside.
  // An answer to a gate says whether a proposal may be taken up, and takes none back.
  const isOver = (leaf: string, by: Party) =>
    !act.gate && leaf === header.on && (adopted !== undefined || by === entry.side)
  const standing = Object.entries(state.proposals).filter(
    ([leaf, { act: kind, by }]) => !(act.proposes && kind === header.act) && !isOver(leaf, by),
  )
  if (act.proposes) standing.push([entry.leaf, { act: header.act, by: entry.side, kept: proposal }])
  // Declared parts only: there is no end of other names, and no condition asks for one.
  const parts = entry.parts.filter(
    (part) => part !== KEPT && own(procedure.parts, part) && !state.parts.includes(part),
  )
  const touched = new Set([...dropped, ...Object.keys(said), ...Object.keys(adopted ?? {})])
  return {
    ...state,
    numbers,
    kept: { ...without(state.kept, dropped), ...said, ...adopted },
    whose: {
      ...without(state.whose, dropped),
      ...spokenBy(said, entry.side),
      ...spokenBy(adopted ?? {}, null),
    },
    wrote: wroteAfter(procedure, act, header, entry, state, dropped, said, adopted ?? {}),
    proposals: Object.fromEntries(standing),
    parts: parts.length > 0 ? [...state.parts, ...parts] : state.parts,
    ...gatesAfter(procedure, act, header, entry, state, touched),
  }
}

/** A proposal drops nothing yet; the act that adopts it drops what the proposal would. */
function dropsOf(procedure: Procedure, act: Act, adopted: string | undefined): readonly string[] {
  if (act.proposes) return []
  const meant = adopted === undefined ? act : own(procedure.acts, adopted)
  return meant?.drops ?? []
}

function spokenBy(
  said: Readonly<Record<string, unknown>>,
  whose: Party | null,
): Record<string, Party | null> {
  return Object.fromEntries(Object.keys(said).map((name) => [name, whose]))
}

function withDone(
  act: Act,
  header: OpenHeader | ActHeader,
  placed: Placed,
  state: DossierState,
  time: number,
): DossierState {
  const { leaf, side } = placed.entry
  const earlier = own(state.current, header.act)
  const proposer = proposedBefore(act, header, state)?.officer ?? null
  const done: Done = {
    leaf,
    by: side,
    officer: act.by === 'clock' ? null : header.officer,
    ...(proposer === null ? {} : { proposer }),
    count: (earlier?.count ?? 0) + 1,
    first: earlier?.first ?? time,
    last: time,
  }
  return {
    ...state,
    current: { ...state.current, [header.act]: done },
    // A side that acts has looked. What the clock's node writes shows nothing to anybody.
    opened: act.opens || act.by === 'clock' ? state.opened : openedBy(state, side, time),
    stacked: side === state.keeper ? state.stacked : stackedWith(act, header, placed, state),
  }
}

function stackedWith(
  act: Act,
  header: OpenHeader | ActHeader,
  placed: Placed,
  state: DossierState,
): (number | null)[] {
  const left = unsettledOf(state, header.seen)
  return act.answers ? [...left, placed.settler] : left
}

function moved(
  procedure: Procedure,
  state: DossierState,
  to: string | undefined,
  time: number,
): DossierState {
  if (to === undefined || to === state.state) return state
  const reached = state.path.some((step) => step.state === to)
  return {
    ...state,
    state: to,
    since: time,
    path: reached ? state.path : [...state.path, { state: to, time }],
    closed: isFinal(procedure, to) ? time : null,
  }
}

function isFinal(procedure: Procedure, state: string): boolean {
  const declared = own(procedure.states, state)
  return declared !== undefined && 'final' in declared
}
