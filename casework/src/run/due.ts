/**
 * When a deadline ends. Hours and minutes are absolute. Days, weeks, months and years end at 24:00 civil
 * time of the side that owes the act, and the day on which they begin is not counted. Working days are
 * Monday to Friday without that side's holidays; a period in months that would end on another day ends
 * with the next working day.
 */
import { type Deadline, type Procedure, parseDuration } from '../language/index.ts'
import { own } from '../language/own.ts'
import { addMonths, DAY, dayOf, endOfDay, isWeekday, spanOfDate } from './civil.ts'
import type { Clock, Counts, Party, Terms } from './entry.ts'
import { isRecord } from './is-record.ts'

export interface Lasting {
  counts: Counts
  /** One of the durations of the language, or the date to whose end it lasts. */
  lasts: string | { date: string }
}

/**
 * How long a deadline of a procedure lasts: what the relation has agreed, by `<procedure>.<deadline>.<choice>`
 * and then by `<procedure>.<deadline>`, else what the declaration says. `null` when it depends on a choice
 * that nobody made or a date that nobody gave: then no clock can run. A date is what both sides see in the
 * dossier itself, so nothing that the relation has agreed takes its place.
 */
export function lastingOf(
  procedure: Procedure,
  name: string,
  kept: Readonly<Record<string, unknown>>,
  terms: Terms,
): Lasting | null {
  const deadline: Deadline | undefined = own(procedure.deadlines, name)
  if (!deadline) return null
  if (typeof deadline.lasts === 'object' && 'until' in deadline.lasts) {
    const date = dateOf(procedure, name, kept)
    return date === null ? null : { counts: deadline.counts, lasts: { date } }
  }
  const general = own(terms.parameters, `${procedure.name}.${name}`)
  if (typeof deadline.lasts === 'string') return general ?? { counts: deadline.counts, lasts: deadline.lasts }
  const choice = own(kept, deadline.lasts.by)
  if (typeof choice !== 'string') return null
  const chosen = own(terms.parameters, `${procedure.name}.${name}.${choice}`) ?? general
  return chosen ?? own(deadline.lasts.of, choice) ?? null
}

/** The date to whose end a deadline lasts; `null` where there is none, or it lasts for a duration. */
export function dateOf(
  procedure: Procedure,
  name: string,
  kept: Readonly<Record<string, unknown>>,
): string | null {
  const lasts = own(procedure.deadlines, name)?.lasts
  if (typeof lasts !== 'object' || !('until' in lasts)) return null
  const until = own(kept, lasts.until)
  const date = isRecord(until) ? own(until, 'date') : undefined
  return typeof date === 'string' ? date : null
}

/** The last second in time, UTC; an act later than it is late. `null` for what is no duration. */
export function due(lasting: Lasting, started: number, owes: Party, terms: Terms): number | null {
  if (typeof lasting.lasts === 'object') {
    const span = spanOfDate(lasting.lasts.date)
    return span && endOfDay(span.last, offsetOf(owes, terms))
  }
  const parts = parseDuration(lasting.lasts)
  if (!parts) return null
  const { amount, unit } = parts
  if (unit === 'hours') return started + amount * 3600
  if (unit === 'minutes') return started + amount * 60
  const offset = offsetOf(owes, terms)
  const from = dayOf(started, offset)
  const inMonths = unit === 'months' || unit === 'years'
  const months = unit === 'years' ? amount * 12 : amount
  const days = unit === 'weeks' ? amount * 7 : amount
  if (lasting.counts === 'hours')
    return inMonths ? started + (addMonths(from, months) - from) * DAY : started + days * DAY
  if (lasting.counts === 'calendar') return endOfDay(inMonths ? addMonths(from, months) : from + days, offset)
  const isWorking = workingDaysOf(owes, terms)
  if (!inMonths && unit !== 'weeks') return endOfDay(afterWorking(from, amount, isWorking), offset)
  return endOfDay(orNextWorking(inMonths ? addMonths(from, months) : from + days, isWorking), offset)
}

/** What is left of a clock at a moment, to be laid from another: seconds of hours, days of days. */
export function resumedDue(clock: Clock, paused: number, resumed: number, terms: Terms): number {
  // A side that was late before the pause stays late.
  if (paused >= clock.due) return clock.due
  if (clock.counts === 'hours') return clock.due + Math.max(0, resumed - paused)
  const offset = offsetOf(clock.owes, terms)
  const [last, from, to] = [dayOf(clock.due - 1, offset), dayOf(paused, offset), dayOf(resumed, offset)]
  if (to <= from) return clock.due
  if (clock.counts === 'calendar') return endOfDay(last + (to - from), offset)
  const isWorking = workingDaysOf(clock.owes, terms)
  let left = 0
  for (let day = from + 1; day <= last; day++) if (isWorking(day)) left++
  return endOfDay(left === 0 ? orNextWorking(to, isWorking) : afterWorking(to, left, isWorking), offset)
}

/** A clock's end moved on by an extension, counted as the clock counts. */
export function extendedDue(clock: Clock, by: string, terms: Terms): number | null {
  // From within its last day, since the end itself is the first second of the next.
  const from = clock.counts === 'hours' || by.startsWith('PT') ? clock.due : clock.due - 1
  return due({ counts: clock.counts, lasts: by }, from, clock.owes, terms)
}

/** `now` is the reader's clock: for pages, never for verdicts. */
export function clockState(clock: Clock | null, now: number): 'running' | 'paused' | 'late' | 'none' {
  if (!clock) return 'none'
  if ((clock.paused ?? now) > clock.due) return 'late'
  return clock.paused === null ? 'running' : 'paused'
}

function offsetOf(party: Party, terms: Terms): number {
  return own(terms.offsets, party) ?? 0
}

function workingDaysOf(party: Party, terms: Terms): (day: number) => boolean {
  const holidays = new Set((own(terms.holidays, party) ?? []).map((date) => spanOfDate(date)?.first))
  return (day) => isWeekday(day) && !holidays.has(day)
}

function afterWorking(from: number, amount: number, isWorking: (day: number) => boolean): number {
  let day = from
  for (let left = amount; left > 0; ) if (isWorking(++day)) left--
  return day
}

function orNextWorking(from: number, isWorking: (day: number) => boolean): number {
  let day = from
  while (!isWorking(day)) day++
  return day
}
