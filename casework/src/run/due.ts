/**
 * When a deadline ends. Hours and minutes are absolute. Days, weeks, months and years end at 24:00 civil
 * time of the side that owes the act, and the day on which they begin is not counted. A period in months that
 * would end on no working day ends with the next one.
 */
import { type Deadline, type Procedure, parseDuration } from '../language/index.ts'
import { own } from '../language/own.ts'
import { addMonths, DAY, dayOf, endOfDay, spanOfDate } from './civil.ts'
import type { Clock, Counts, Party, Terms } from './entry.ts'
import { isRecord } from './is-record.ts'
import { WorkingDays } from './working-days.ts'

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
  const ends = endOf(lasting, started, owes, terms)
  return ends === null ? null : counted(ends)
}

/** 24:00 of the last day that a date can mean, where the side is; `null` for what is no date. */
export function endOfDate(date: string, owes: Party, terms: Terms): number | null {
  const span = spanOfDate(date)
  return span && endOfDay(span.last, offsetOf(owes, terms))
}

/** A peer may write any whole number as its time, and what is laid from it has to be one too, or no state holds it. */
function counted(time: number): number {
  return Math.min(time, Number.MAX_SAFE_INTEGER)
}

function endOf(lasting: Lasting, started: number, owes: Party, terms: Terms): number | null {
  if (typeof lasting.lasts === 'object') {
    const ends = endOfDate(lasting.lasts.date, owes, terms)
    // One side alone may have written a day that is over, or nearly: nobody is late by that before having read it.
    const offset = offsetOf(owes, terms)
    return ends === null ? null : Math.max(ends, endOfDay(dayOf(started, offset) + 1, offset))
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
  const working = workingDaysOf(owes, terms)
  if (!inMonths && unit !== 'weeks') return endOfDay(working.after(from, amount), offset)
  return endOfDay(working.orNext(inMonths ? addMonths(from, months) : from + days), offset)
}

/** What is left of a clock at a moment, to be laid from another: seconds of hours, days of days. */
export function resumedDue(clock: Clock, paused: number, resumed: number, terms: Terms): number {
  // A side that was late before the pause stays late.
  return paused >= clock.due ? clock.due : counted(resumedEnd(clock, paused, resumed, terms))
}

function resumedEnd(clock: Clock, paused: number, resumed: number, terms: Terms): number {
  if (clock.counts === 'hours') return clock.due + Math.max(0, resumed - paused)
  const offset = offsetOf(clock.owes, terms)
  const [last, from, to] = [dayOf(clock.due - 1, offset), dayOf(paused, offset), dayOf(resumed, offset)]
  if (to <= from) return clock.due
  if (clock.counts === 'calendar') return endOfDay(last + (to - from), offset)
  const working = workingDaysOf(clock.owes, terms)
  const left = working.between(from, last)
  return endOfDay(left === 0 ? working.orNext(to) : working.after(to, left), offset)
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

function workingDaysOf(party: Party, terms: Terms): WorkingDays {
  const dates = own(terms.holidays, party) ?? []
  return new WorkingDays(dates.flatMap((date) => spanOfDate(date)?.first ?? []))
}
