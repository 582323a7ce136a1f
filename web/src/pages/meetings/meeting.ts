/** A meeting as the pages read it: what became of the time that was agreed, and its place in a series. */
import type { Declared, FrameRow, ReviewMeeting } from '../../api/types.ts'
import { findDeclared } from '../../declared/naming.ts'
import { countOf, dateOf, dossierOf, lineOf, type PartialDate } from '../../declared/read.ts'
import { slot } from '../../declared/slots.ts'
import { byName } from '../../declared/when.ts'
import { firstDayOf, lastDayOf } from '../../time/civil.ts'

export type Status = ReviewMeeting['status']

export interface Meeting {
  id: string
  row: FrameRow
  planned: PartialDate | null
  begins: PartialDate | null
  status: Status
  heldLate: boolean
  /** Id of its series. */
  series: string | null
  ordinal: number | null
  /** Codes of the parties that host it: none, one, or both. */
  hosts: readonly string[]
}

/** `today`: a day of UTC. The same rule as that of the review, which asks it of the end of its period. */
export function meetingOf(row: FrameRow, declarations: readonly Declared[], today: string): Meeting {
  const { slots } = row
  const [begins, planned] = [dateOf(slots.begins), dateOf(slots.planned)]
  const first = firstDayOf(begins?.date ?? '')
  const last = lastDayOf(planned?.date ?? '')
  const owed = isOwed(row, findDeclared(declarations, row))
  // While somebody still has to say yes, nothing is agreed: it was not held yet, and cannot be late.
  const isUnconfirmed = row.waits !== null && !owed
  // What is closed was called off, or struck with the time it was said to have begun.
  const held = first !== null && first <= today && !row.closed && !isUnconfirmed
  const status = (): Status => {
    if (row.closed) return 'not-held'
    if (held) return 'held'
    if (isUnconfirmed) return 'unconfirmed'
    if (begins || owed) return last !== null && last < today ? 'late' : 'planned'
    return 'undated'
  }
  return {
    id: row.id,
    row,
    planned,
    begins,
    status: status(),
    heldLate: held && last !== null && first > last,
    series: dossierOf(slots.series),
    ordinal: countOf(slots.ordinal),
    hosts: hostsOf(slots.host),
  }
}

/** Codes with a space between, as the slot has them. */
export function hostsOf(value: unknown): string[] {
  return lineOf(value)?.split(' ') ?? []
}

/** Whether the agreed time runs as a clock of the dossier. */
function isOwed({ state, slots }: FrameRow, declared: Declared | null): boolean {
  const standing = declared?.procedure.states[state]
  if (!standing || !('deadline' in standing) || standing.deadline === null) return false
  const lasts = declared?.procedure.deadlines[standing.deadline]?.lasts
  const planned = slot(declared, 'planned')
  return (
    dateOf(slots.planned) !== null && typeof lasts === 'object' && 'until' in lasts && lasts.until === planned
  )
}

/** When it was; of one that was not held, when it was to be. */
export function dateOfMeeting({ begins, planned }: Meeting): PartialDate | null {
  return begins ?? planned
}

/** Of one series, in the order they were held or are to be held; those without a time by their number, last. */
export function editionsOf(series: string, meetings: readonly Meeting[]): Meeting[] {
  return meetings
    .filter((meeting) => meeting.series === series)
    .toSorted((a, b) => {
      const [one, other] = [dateOfMeeting(a)?.date ?? '9999', dateOfMeeting(b)?.date ?? '9999']
      if (one !== other) return one < other ? -1 : 1
      return (a.ordinal ?? Infinity) - (b.ordinal ?? Infinity) || byName(a.row, b.row)
    })
}

export interface MeetingGroup {
  /** What is not over by its word; what is, by its year. */
  key: 'late' | 'planned' | 'unconfirmed' | 'undated' | `${number}`
  meetings: Meeting[]
}

const AHEAD = ['late', 'planned', 'unconfirmed'] as const

/** What is late, what lies ahead, what only one side proposes, then year by year back, and at the end what has no date. */
export function groupMeetings(meetings: readonly Meeting[]): MeetingGroup[] {
  const groups = Map.groupBy(meetings, keyOf)
  const years = [...groups.keys()].filter(isYear).toSorted((a, b) => (a < b ? 1 : -1))
  return [...AHEAD, ...years, 'undated' as const].flatMap((key) => {
    const own = groups.get(key)
    return own
      ? [{ key, meetings: own.toSorted(key === 'planned' || key === 'unconfirmed' ? forward : backward) }]
      : []
  })
}

function keyOf(meeting: Meeting): MeetingGroup['key'] {
  const ahead = AHEAD.find((one) => one === meeting.status)
  if (ahead) return ahead
  const year = dateOfMeeting(meeting)?.date.slice(0, 4) ?? ''
  return isYear(year) ? year : 'undated'
}

export function isYear(key: string): key is `${number}` {
  return /^\d{4}$/.test(key)
}

function forward(a: Meeting, b: Meeting): number {
  const [one, other] = [dateOfMeeting(a)?.date ?? '', dateOfMeeting(b)?.date ?? '']
  return one === other ? byName(a.row, b.row) : one < other ? -1 : 1
}

function backward(a: Meeting, b: Meeting): number {
  const [one, other] = [dateOfMeeting(a)?.date ?? '', dateOfMeeting(b)?.date ?? '']
  return one === other ? byName(a.row, b.row) : one < other ? 1 : -1
}
