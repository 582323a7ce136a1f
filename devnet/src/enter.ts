/**
 * Enters a record at the nodes of its pair, or at one of them: each side opens only what it keeps and answers
 * what the other has opened. Entering again finds what is there and does what is missing.
 */
import { digestOf, type Procedure } from '@counterpart/casework'
import { procedures as shipped } from '@counterpart/procedures'
import { loadedAs, type PublicRecord, partiesOf, resolve, type Step, wavesOf } from '@counterpart/record'
import { Arrivals, type Recorded } from './arrivals.ts'
import { type Deed, doOnce, draftsLeft, type Pair } from './deed.ts'
import { answerIn, isAsSaid, isSameAnswer, loadedAt } from './loaded.ts'
import { steady } from './steady.ts'
import { type View, viewOf } from './view.ts'

export interface Entering {
  record: PublicRecord
  /** Who acts for a side, at its node; a side that is not here does nothing. */
  pairs: ReadonlyMap<string, Pair>
  progress(done: number, of: number, what: string): void
}

export interface Entered {
  opened: number
  answered: number
  /** Opened before, by whomever, and as the record says. */
  there: number
  /** Items whose dossiers say something else; they are left as they are. */
  differing: string[]
  /** Items that the other side has to open first, or that refer to such. */
  waiting: string[]
  /** Dossiers by item. */
  dossiers: Map<string, string>
}

/** So many acts of one side are on their way at once. */
const AT_ONCE = 8

/** A side at its node. */
interface Seat extends Pair {
  left: Awaited<ReturnType<typeof draftsLeft>>
  /** Of what the other side records. */
  arrivals: Arrivals
  /** What was at the node at the beginning: dossiers by item. */
  known: ReadonlyMap<string, string>
  turn<T>(work: () => Promise<T>): Promise<T>
}

interface Place {
  relation: string
  seats: ReadonlyMap<string, Seat>
  entered: Entered
  /** The last answer of each side, by party: what it recorded before has arrived when this has. */
  last: Map<string, Recorded>
  next(what: string): void
}

/** At which item it ended and what the node said. */
export class EnterError extends Error {
  override readonly name = 'EnterError'

  constructor(item: string, cause: unknown) {
    super(`record-stopped: ${item}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

/** The declarations that records are entered under. */
export const DECLARED: readonly Procedure[] = shipped.map(({ procedure }) => procedure)

/** @throws EnterError; what was done until then is there the next time */
export async function enter({ record, pairs, progress }: Entering): Promise<Entered> {
  const waves = wavesOf(record, DECLARED)
  const { relation } = record.relation
  const seats = new Map<string, Seat>()
  for (const party of partiesOf(record)) {
    const pair = pairs.get(party)
    if (pair) seats.set(party, await seatOf(pair, relation))
  }
  const total = waves.flat().reduce((sum, { answer }) => sum + (answer ? 2 : 1), 0)
  let done = 0
  const place: Place = {
    relation,
    seats,
    entered: { opened: 0, answered: 0, there: 0, differing: [], waiting: [], dossiers: new Map() },
    last: new Map(),
    next: (what) => progress(++done, total, what),
  }
  for (const wave of waves) await together(wave, (step) => enterOne(step, place))
  // What the other side answered has to be there too before anybody is told that all is.
  for (const [party, recorded] of place.last)
    for (const [other, { arrivals }] of seats) if (other !== party) await arrivals.of(recorded)
  return place.entered
}

async function seatOf(pair: Pair, relation: string): Promise<Seat> {
  const steadied = { drafter: steady(pair.drafter), approver: steady(pair.approver) }
  return {
    ...steadied,
    left: await draftsLeft(steadied),
    arrivals: new Arrivals(steadied.drafter),
    known: await loadedAt(steadied.drafter, relation, DECLARED),
    turn: turns(AT_ONCE),
  }
}

/** Every one is ended before the first failure is told: nothing goes on behind anybody's back. */
async function together(wave: readonly Step[], work: (step: Step) => Promise<void>): Promise<void> {
  let failed = false
  const ends = await Promise.allSettled(
    wave.map(async (step) => {
      try {
        if (!failed) await work(step)
      } catch (error) {
        failed = true
        throw new EnterError(step.item, error)
      }
    }),
  )
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

async function enterOne(step: Step, place: Place): Promise<void> {
  const { entered, last, next } = place
  const other = otherSeat(step, place)
  const found = await foundAt(step, place, other)
  const opened = found === null ? await openIt(step, place) : null
  next(step.item)
  const view = found?.isAsSaid ? found.view : opened && other ? await other.arrivals.of(opened) : null
  if (opened) entered.dossiers.set(step.item, opened.dossier)
  if (!step.answer) return
  const answer = other && view && (await answerIt(step, place, other, view, opened !== null))
  const { party } = step.answer
  if (answer && answer.index > (last.get(party)?.index ?? -1)) last.set(party, answer)
  next(step.item)
}

function otherSeat(step: Step, { seats }: Place): Seat | undefined {
  for (const [party, seat] of seats) if (party !== step.opening.party) return seat
  return undefined
}

/** The dossier of an item where somebody opened it before; best seen by the side that answers it. */
async function foundAt(
  step: Step,
  place: Place,
  other: Seat | undefined,
): Promise<{ view: View; isAsSaid: boolean } | null> {
  const { entered, seats } = place
  const all = [other, seats.get(step.opening.party)].filter((seat) => seat !== undefined)
  const seat = all.find(({ known }) => known.has(step.item))
  const dossier = seat?.known.get(step.item)
  const view = seat && dossier !== undefined ? await seat.turn(() => viewOf(seat.drafter, dossier)) : null
  if (!view) return null
  entered.dossiers.set(step.item, view.id)
  if (!isAsSaid(step, procedureOf(step), view, dossierIn(place))) {
    entered.differing.push(step.item)
    return { view, isAsSaid: false }
  }
  entered.there++
  if (seat === other || !other) return { view, isAsSaid: true }
  // On its way to whoever answers it.
  const opening = view.rungs.find(({ kind }) => kind === 'open')
  const recorded = { dossier: view.id, leaf: opening?.leaf ?? '', index: opening?.index ?? 0 }
  return { view: await other.arrivals.of(recorded), isAsSaid: true }
}

/** `null` where it is not this side's to open, or refers to what is not there yet. */
async function openIt(step: Step, place: Place): Promise<Recorded | null> {
  const { entered, seats, relation } = place
  const seat = seats.get(step.opening.party)
  if (!seat || step.after.some((item) => !entered.dossiers.has(item))) {
    entered.waiting.push(step.item)
    return null
  }
  const { act, fields } = step.opening
  const under = step.under.map((item) => ({ dossier: dossierIn(place)(item) }))
  const deed: Deed = {
    path: '/api/dossiers',
    request: { relation, item: step.item, act },
    says: {
      relation,
      procedure: digestOf(procedureOf(step)),
      act,
      fields: resolve(fields, dossierIn(place)),
      level: step.level,
      // What is publicly known is open to everybody who works in the relation.
      handling: 'H0',
      ...(under.length === 0 ? {} : { under }),
    },
    isFor: (draft) =>
      draft.relation === relation &&
      draft.dossier === null &&
      DECLARED.some((procedure) => loadedAs(procedure, draft.fields) === step.item),
  }
  const recorded = await seat.turn(() => doOnce(seat, seat.left, deed))
  entered.opened++
  return recorded
}

/** `null` where the answer was given, or cannot be given any more. */
async function answerIt(
  step: Step,
  place: Place,
  seat: Seat,
  held: View,
  isOurs: boolean,
): Promise<Recorded | null> {
  const { answer } = step
  const { entered, relation } = place
  const procedure = procedureOf(step)
  if (!answer) return null
  const given = answerIn(step, held)
  if (given) {
    if (!isSameAnswer(step, procedure, given, dossierIn(place))) entered.differing.push(step.item)
    return null
  }
  // Whoever opened it may have taken it back since.
  if (!isOurs && !procedure.acts[answer.act]?.from.includes(held.state)) return null
  if (step.after.some((item) => !entered.dossiers.has(item))) return null
  const on = held.rungs.find(({ kind }) => kind === 'open')?.leaf ?? ''
  const deed: Deed = {
    path: `/api/dossiers/${held.id}/acts`,
    request: { relation, item: step.item, act: answer.act },
    says: {
      act: answer.act,
      fields: resolve(answer.fields, dossierIn(place)),
      ...(answer.on ? { on } : {}),
    },
    position: async (attempt) =>
      attempt === 0 ? held.position : ((await viewOf(seat.drafter, held.id))?.position ?? ''),
    isFor: (draft) => draft.dossier === held.id,
  }
  const recorded = await seat.turn(() => doOnce(seat, seat.left, deed))
  entered.answered++
  return recorded
}

/** What is not there yet is no dossier: nothing that stands anywhere refers to it. */
function dossierIn({ entered }: Place): (item: string) => string {
  return (item) => entered.dossiers.get(item) ?? ''
}

function procedureOf(step: Step): Procedure {
  const procedure = DECLARED.find(({ name }) => name === step.procedure)
  if (!procedure) throw new Error(`internal: no procedure ${step.procedure}`)
  return procedure
}

/** At most so many at once, in the order in which they came. */
function turns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running === most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
