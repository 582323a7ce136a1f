/** Counts a review from dossiers as they are settled. Pure, and the same on both sides. */
import type { Level, Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { dateText } from '../run/civil.ts'
import type { DossierState, Party } from '../run/entry.ts'
import { type Parties, partyOf } from '../run/sides.ts'
import { CLOSED, countsClosed } from './closed.ts'
import { evidenceOf, overdueOf } from './evidence.ts'
import { overlaps, type Period } from './period.ts'
import type { Review, ReviewCommitment, ReviewItem, ReviewMeeting, ReviewScope } from './shape.ts'
import { differing, dossierIn, isAmong, lineIn, slotsOf, spanIn, textIn } from './slots.ts'
import type { TallySum } from './tally.ts'

/** A dossier that plays a part, as it is settled. */
export interface Frame {
  id: string
  procedure: Procedure
  state: DossierState
  level: Level | null
  under: readonly { dossier: string }[]
}

export interface ReviewInput {
  relation: string
  parties: Parties
  scope: ReviewScope
  period: Period
  /** Day of UTC on which it is asked. */
  today: number
  frames: readonly Frame[]
  tallies: readonly TallySum[]
}

/** The parts of which a review is made, one dossier by one; all others are counted. */
export const FRAME_PARTS = ['directory', 'series', 'meeting', 'instrument', 'commitment', 'figure'] as const

/** What is looked up for every commitment, found once. */
interface Found {
  statuses: ReadonlyMap<string, ReviewMeeting['status']>
  tallies: ReadonlyMap<string, readonly TallySum[]>
  figures: ReadonlyMap<string, readonly string[]>
}

export function reviewOf(input: ReviewInput): Review {
  const { parties, period, scope } = input
  const isWithin = scopeOf(input)
  const all = input.frames.filter((frame) => isWithin(frame.id) && stood(frame))
  const playing = (part: string) => all.filter((frame) => frame.procedure.plays?.as === part)
  const items = (part: string) => playing(part).map((frame) => itemOf(frame, parties))
  const found = findIn(input)
  const said = playing('commitment').filter((frame) => isSaid(itemOf(frame, parties), period))
  const figures = items('figure').filter((item) => isCounted(item, period))
  const shown = new Set(figures.map(({ id }) => id))
  const commitments = said.filter(binds).map((frame) => commitmentOf(frame, input, found, shown))
  const contents = said.filter((frame) => !binds(frame)).map((frame) => itemOf(frame, parties))
  const meetings = playing('meeting')
    .map((frame) => meetingOf(frame, input))
    .filter((meeting) => isMet(meeting, period))
  const instruments = items('instrument').filter(({ slots }) => isDated(slots, ['signed'], period))
  const closed = countsClosed(scope, period, input.today)
  const parents = scope.kind === 'within' ? [] : ['', ...(closed ? [CLOSED] : [])]
  const whole = parents.flatMap((parent) => found.tallies.get(parent) ?? [])
  return {
    form: 1,
    relation: input.relation,
    parties: [...parties],
    scope,
    period: { from: period.first === null ? null : dateText(period.first), until: dateText(period.last) },
    totals: {
      contents: said.length,
      binding: commitments.length,
      late: commitments.filter(({ late }) => late).length,
      meetings: meetings.length,
      instruments: instruments.length,
      figures: figures.length,
    },
    mechanisms: items('directory').sort(byTime),
    series: items('series').sort(byTime),
    meetings: meetings.sort(byTime),
    instruments: instruments.sort(byTime),
    commitments: commitments.sort(byTime),
    contents: contents.sort(byTime),
    figures: figures.sort(byTime),
    closed: closed ? 'counted' : 'left-out',
    evidence: evidenceOf(whole),
    overdue: overdueOf(whole),
  }
}

function findIn(input: ReviewInput): Found {
  const playing = (part: string) => input.frames.filter(({ procedure }) => procedure.plays?.as === part)
  const filed = playing('figure').flatMap(({ id, under }) =>
    [...new Set(under.map(({ dossier }) => dossier))].map((dossier) => [dossier, id] as const),
  )
  const figures = Map.groupBy(filed, ([dossier]) => dossier)
  return {
    statuses: new Map(
      playing('meeting')
        .filter(stood)
        .map((frame) => [frame.id, meetingOf(frame, input).status]),
    ),
    tallies: Map.groupBy(input.tallies, ({ parent }) => parent),
    figures: new Map([...figures].map(([dossier, links]) => [dossier, links.map(([, id]) => id).sort()])),
  }
}

/** Whether a dossier is in the scope: itself, or filed under it over any number of steps. */
function scopeOf({ scope, frames }: ReviewInput): (id: string) => boolean {
  if (scope.kind === 'relation') return () => true
  const inside = new Set<string>()
  if (scope.kind === 'level') {
    for (const { id, level } of frames) if (level === scope.level) inside.add(id)
    return (id) => inside.has(id)
  }
  const links = frames.flatMap(({ id, under }) => under.map(({ dossier }) => ({ id, parent: dossier })))
  const filed = Map.groupBy(links, ({ parent }) => parent)
  const left = [scope.dossier]
  // Either side can file one under another as deep as it likes: a list of what is left, not a call in a call.
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (inside.has(id)) continue
    inside.add(id)
    for (const child of filed.get(id) ?? []) left.push(child.id)
  }
  return (id) => inside.has(id)
}

/**
 * Whether it was ever more than a mistake or a word taken back: what ended says when, and what is closed
 * without that never stood. Of a meeting a time that was struck is such a mistake; that it was called off is not.
 */
function stood({ procedure, state }: Frame): boolean {
  if (state.closed === null) return true
  const slots = slotsOf(procedure, state.kept)
  switch (procedure.plays?.as) {
    case 'meeting':
      return own(slots, 'begins') === undefined
    case 'commitment':
      return !hasBindingNature(procedure, slots) || own(slots, 'ended') !== undefined
    default:
      return own(slots, 'ended') !== undefined
  }
}

function itemOf({ id, procedure, state, level, under }: Frame, parties: Parties): ReviewItem {
  const slots = slotsOf(procedure, state.kept)
  const declared = own(procedure.states, state.state)
  return {
    id,
    procedure: procedure.name,
    record: lineIn(slots, 'record-id'),
    title: (slots.title ?? null) as ReviewItem['title'],
    state: state.state,
    waits: declared && 'waits' in declared ? partyOf(declared.waits, state, parties) : null,
    level,
    under: [...new Set(under.map(({ dossier }) => dossier))].sort(),
    slots,
    differing: differing(procedure, state),
  }
}

function hasBindingNature(procedure: Procedure, slots: ReviewItem['slots']): boolean {
  return isAmong(procedure, slots, 'nature', 'binding-natures')
}

/** What one side states for both binds neither before the other has confirmed it. */
function binds({ procedure, state }: Frame): boolean {
  const declared = own(procedure.states, state.state)
  const isAnswered = !declared || !('waits' in declared) || declared.waits === 'either'
  return isAnswered && hasBindingNature(procedure, slotsOf(procedure, state.kept))
}

/** The slots that say when something was, the most telling first. */
const TIMES = ['begins', 'signed', 'said', 'stated', 'planned', 'not-before']

function byTime(a: ReviewItem, b: ReviewItem): number {
  const first = ({ slots }: ReviewItem) =>
    TIMES.map((slot) => spanIn(slots, slot)?.first).find((day) => day !== undefined) ??
    Number.POSITIVE_INFINITY
  const [one, other] = [first(a), first(b)]
  if (one !== other) return one < other ? -1 : 1
  // Nothing keeps two dossiers from naming one item of a record; only ids never tie.
  const [mine, yours] = [`${a.record ?? ''} ${a.id}`, `${b.record ?? ''} ${b.id}`]
  return mine < yours ? -1 : 1
}

/** What has no date belongs to the whole record only; what was not before a day, to every period that goes so far. */
function isDated(slots: ReviewItem['slots'], names: readonly string[], period: Period): boolean {
  const span = names.map((name) => spanIn(slots, name)).find((found) => found !== null)
  if (span) return overlaps(period, span)
  const since = spanIn(slots, 'not-before')
  return since ? since.first <= period.last : period.first === null
}

/** A content stands from the day it was said until it ended. */
function isSaid({ slots }: ReviewItem, period: Period): boolean {
  const said = spanIn(slots, 'said') ?? spanIn(slots, 'not-before')
  if (said && said.first > period.last) return false
  const ended = spanIn(slots, 'ended')
  return ended === null || period.first === null || ended.last >= period.first
}

function isCounted(item: ReviewItem, period: Period): boolean {
  const { slots } = item
  const [from, until] = [spanIn(slots, 'period-from'), spanIn(slots, 'period-until')]
  // A period that is open at its end goes as far as it was stated.
  const last = until?.last ?? spanIn(slots, 'stated')?.last
  if (from && last !== undefined)
    return overlaps(period, { first: from.first, last: Math.max(from.first, last) })
  return isDated(slots, ['stated'], period)
}

function meetingOf(frame: Frame, { parties, period }: ReviewInput): ReviewMeeting {
  const item = itemOf(frame, parties)
  const { slots } = item
  const [begins, planned] = [spanIn(slots, 'begins'), spanIn(slots, 'planned')]
  // While somebody still has to say yes, nothing is agreed, and what is not agreed cannot be late.
  const isUnconfirmed = item.waits !== null && !isOwed(frame)
  // Where a source gives only the month or the year, the earliest day counts: nobody is late by what it leaves open.
  const held = begins !== null && begins.first <= period.last && !isUnconfirmed
  const over = planned !== null && planned.last < period.last
  const status = (): ReviewMeeting['status'] => {
    if (held) return 'held'
    if (frame.state.closed !== null) return 'not-held'
    if (isUnconfirmed) return 'unconfirmed'
    if (isOwed(frame) || begins) return over ? 'late' : 'planned'
    return 'undated'
  }
  return { ...item, status: status(), heldLate: held && planned !== null && begins.first > planned.last }
}

/** Whether the agreed time runs as a clock of the dossier. */
function isOwed({ procedure, state }: Frame): boolean {
  const lasts = own(procedure.deadlines, state.clock?.deadline ?? '')?.lasts
  return typeof lasts === 'object' && 'until' in lasts && lasts.until === procedure.plays?.slots.planned
}

function isMet({ slots, status }: ReviewMeeting, period: Period): boolean {
  const begins = spanIn(slots, 'begins')
  if (begins && begins.first <= period.last) {
    const ends = spanIn(slots, 'ends') ?? begins
    return overlaps(period, { first: begins.first, last: ends.last })
  }
  const planned = spanIn(slots, 'planned')
  if (begins && !planned) return false
  // What is late is late in every period that ends after its time, until it is held.
  return planned ? status === 'late' || overlaps(period, planned) : isDated(slots, [], period)
}

function commitmentOf(
  frame: Frame,
  { parties, period }: ReviewInput,
  found: Found,
  figures: ReadonlySet<string>,
): ReviewCommitment {
  const item = itemOf(frame, parties)
  const { slots } = item
  const about = found.statuses.get(dossierIn(slots, 'about') ?? '') ?? null
  const [until, ended] = [spanIn(slots, 'until'), spanIn(slots, 'ended')]
  const isOver = until !== null && until.last < period.last
  const isDone = (ended !== null && ended.first <= period.last) || about === 'held'
  const under = found.tallies.get(frame.id) ?? []
  return {
    ...item,
    late: isOver && !isDone,
    about,
    assessments: assessmentsOf(frame, slots, parties),
    evidence: evidenceOf(under),
    overdue: overdueOf(under),
    figures: (found.figures.get(frame.id) ?? []).filter((id) => figures.has(id)),
  }
}

function assessmentsOf(
  { state }: Frame,
  slots: ReviewItem['slots'],
  parties: Parties,
): ReviewCommitment['assessments'] {
  const of = (party: Party) => {
    const role = party === state.keeper ? 'keeper' : 'guest'
    const choice = lineIn(slots, `${role}-assessment`)
    return choice === null ? null : { choice, words: textIn(slots, `${role}-assessment-words`) }
  }
  return Object.fromEntries(parties.map((party) => [party, of(party)]))
}
