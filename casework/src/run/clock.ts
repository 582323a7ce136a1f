/** The clock of a dossier: started, paused, resumed, extended and ended by acts at their places. */
import type { Act, Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { dateOf, due, endOfDate, extendedDue, lastingOf, resumedDue } from './due.ts'
import type { Clock, DossierState, Terms } from './entry.ts'
import { type Parties, partyOf } from './sides.ts'

/** The deadline that a state names; `null` for none and for final states. */
function deadlineOf(procedure: Procedure, state: string): string | null {
  const declared = own(procedure.states, state)
  return declared && 'deadline' in declared ? declared.deadline : null
}

/** The clock that a dossier has on reaching `state`; `null` where none runs. */
export function startClock(
  procedure: Procedure,
  state: string,
  dossier: Pick<DossierState, 'opener' | 'keeper' | 'kept'>,
  time: number,
  terms: Terms,
  parties: Parties,
): Clock | null {
  const name = deadlineOf(procedure, state)
  const deadline = name === null ? undefined : own(procedure.deadlines, name)
  const lasting = name === null ? null : lastingOf(procedure, name, dossier.kept, terms)
  const owes = deadline ? partyOf(deadline.owes, dossier, parties) : null
  if (name === null || !lasting || owes === null) return null
  const ends = due(lasting, time, owes, terms)
  if (ends === null) return null
  return { deadline: name, owes, counts: lasting.counts, started: time, due: ends, paused: null }
}

/**
 * The part of a state that concerns its clock, after an act that moves it to `to` (or nowhere). A clock
 * runs on while the states name its deadline; with it ends a pause that nobody has answered.
 */
export function moveClock(
  procedure: Procedure,
  state: DossierState,
  to: string | undefined,
  time: number,
  terms: Terms,
  parties: Parties,
): Pick<DossierState, 'clock' | 'clocks' | 'asked'> {
  const { clock, clocks, asked } = state
  if (to === undefined) return { clock, clocks, asked }
  if (!leavesDeadline(procedure, state, to)) return { clock, clocks, asked }
  const next = startClock(procedure, to, state, time, terms, parties)
  if (!clock) return { clock: next, clocks, asked: next ? null : asked }
  const { deadline, owes, due: ends, paused } = clock
  const ended = { deadline, owes, due: ends, ended: time, late: (paused ?? time) > ends }
  return { clock: next, clocks: [...clocks, ended], asked: null }
}

/** Whether an act that moves a dossier to `to` ends the clock that runs. */
function leavesDeadline(procedure: Procedure, { state }: DossierState, to: string | undefined): boolean {
  return to !== undefined && deadlineOf(procedure, to) !== deadlineOf(procedure, state)
}

/**
 * The clock after fields were said: one that lasts to a date begins, moves or ends with that date, and not
 * with what the terms have become since. Where the act leaves the state, the date is of no clock any more.
 */
export function dateClock(
  procedure: Procedure,
  before: DossierState,
  said: DossierState,
  to: string | undefined,
  time: number,
  terms: Terms,
  parties: Parties,
): Pick<DossierState, 'clock'> {
  const { clock, state } = said
  const name = deadlineOf(procedure, state)
  if (name === null || leavesDeadline(procedure, said, to)) return { clock }
  const date = dateOf(procedure, name, said.kept)
  if (date === dateOf(procedure, name, before.kept)) return { clock }
  const from = clock ? Math.max(time, clock.started) : time
  const dated = startClock(procedure, state, said, from, terms, parties)
  if (!clock || !dated || date === null) return { clock: dated }
  // A day that is over makes nobody late, and gives nobody time: who was late stays late.
  const isOver = (endOfDate(date, dated.owes, terms) ?? from) <= from
  return { clock: { ...clock, due: isOver ? Math.min(clock.due, dated.due) : dated.due } }
}

/** What an act with `clock` does to a running clock, before it moves the state. */
export function turnClock(
  act: Act,
  leaf: string,
  state: DossierState,
  time: number,
  extension: string | null,
  terms: Terms,
): Pick<DossierState, 'clock' | 'asked'> {
  const { clock, asked } = state
  switch (act.clock) {
    case 'pause':
      return { clock: clock && { ...clock, paused: time }, asked: leaf }
    case 'resume': {
      if (!clock || clock.paused === null) return { clock, asked: null }
      const resumed = { ...clock, due: resumedDue(clock, clock.paused, time, terms), paused: null }
      return { clock: resumed, asked: null }
    }
    case 'extend': {
      const ends = clock && extension !== null ? extendedDue(clock, extension, terms) : null
      return { clock: clock && ends !== null ? { ...clock, due: ends } : clock, asked }
    }
    default:
      return { clock, asked }
  }
}

/** The field with which an act extends: its first duration in the kept part, needed ones first. */
export function extensionField(procedure: Procedure, act: Act): string | null {
  const names = [...act.needs, ...(act.may ?? [])]
  const isExtension = (name: string) => {
    const field = own(procedure.fields, name)
    return field?.kind === 'duration' && field.part === 'kept'
  }
  return names.find(isExtension) ?? null
}
