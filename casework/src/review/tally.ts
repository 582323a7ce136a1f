/**
 * What a dossier adds to the counts of a review: a function of its settled state and of nothing else, so
 * that the counts are kept up by difference as acts settle, and are the same on both sides however the
 * acts came. Nothing is counted that the state does not still say, so counting again gives the same.
 */
import type { Procedure } from '../language/index.ts'
import type { DossierState, Party } from '../run/entry.ts'
import { CLOSED, isClosed } from './closed.ts'
import { indicatorDays } from './indicator-days.ts'
import { dayOfTime } from './period.ts'

/**
 * Raised with every change to what `tallyOf` gives, a fold makes, or a node keeps beside a fold, of entries that
 * may be stored already: what is kept knows by which rule it was made, and what was made by another one is made
 * anew.
 */
export const TALLY_RULE = 8

export interface TallyKey {
  /** The dossier that it is filed under; empty for all of the relation, `CLOSED` for what a review may not tell one by one. */
  parent: string
  procedure: string
  /** The party it counts for: who opened it, or, for a deadline, who owed. */
  side: Party
  /** Empty where the dossier has none. */
  level: string
  /**
   * `opened`, `closed`, `overdue`, `made-good`, or `indicator` and its name with a space between; of a number that is
   * told apart, `=` and the choice after it.
   */
  measure: string
  /** Whole days of UTC since 1970-01-01. */
  day: number
}

export interface TallyChange extends TallyKey {
  count: number
  seconds: number
}

export interface Tallied {
  procedure: Procedure
  state: DossierState
  level: string | null
  under: readonly { dossier: string }[]
}

export const INDICATOR = 'indicator '

/** Empty for what plays a part: that is shown one by one and not counted. */
export function tallyOf(dossier: Tallied | null): TallyChange[] {
  if (!dossier || dossier.procedure.plays !== null) return []
  const { procedure, state } = dossier
  // Kept with nothing that a narrow review could ask for: neither a parent nor a level.
  if (isClosed(procedure))
    return measuresOf(withoutTimes(procedure), state).map((one) => ({
      parent: CLOSED,
      procedure: procedure.name,
      level: '',
      ...one,
    }))
  const parents = new Set(['', ...dossier.under.map((link) => link.dossier)])
  const level = dossier.level ?? ''
  return [...parents].flatMap((parent) =>
    measuresOf(procedure, state).map((one) => ({
      parent,
      procedure: procedure.name,
      level,
      ...one,
    })),
  )
}

/** The mean time of a year with one answer in it is the time of that answer. */
function withoutTimes(procedure: Procedure): Procedure {
  const indicators = Object.entries(procedure.indicators).filter(([, one]) => !('time' in one))
  return { ...procedure, indicators: Object.fromEntries(indicators) }
}

/** A century. Times come from the other side's headers, and no sum of them may leave the whole numbers. */
const LONGEST = 3_155_760_000

type Measured = Pick<TallyChange, 'side' | 'measure' | 'day' | 'seconds' | 'count'>

function measuresOf(procedure: Procedure, state: DossierState): Measured[] {
  const { opener, path, closed } = state
  const measured: Measured[] = []
  const add = (side: Party, measure: string, day: number, seconds = 0, count = 1) =>
    void measured.push({ side, measure, day, seconds: Math.min(seconds, LONGEST), count })
  add(opener, 'opened', dayOfTime(path[0]?.time ?? state.since))
  if (closed !== null) add(opener, 'closed', dayOfTime(closed))
  for (const { owes, due, ended, late } of state.clocks) {
    if (!late) continue
    add(owes, 'overdue', dayOfTime(due))
    add(owes, 'made-good', dayOfTime(ended))
  }
  // A running clock will be overdue on that day, unless it ends or moves before.
  const { clock } = state
  if (clock && closed === null && (clock.paused === null || clock.paused > clock.due))
    add(clock.owes, 'overdue', dayOfTime(clock.due))
  for (const { name, day, seconds, count } of indicatorDays(procedure, state))
    add(opener, `${INDICATOR}${name}`, day, seconds, count)
  return measured
}

/** What has to be added so that counts with `before` in them become counts with `after`. */
export function tallyDifference(
  before: readonly TallyChange[],
  after: readonly TallyChange[],
): TallyChange[] {
  return tallySum([...after, ...before.map((one) => ({ ...one, count: -one.count, seconds: -one.seconds }))])
}

/** Each key once; what comes to nothing is left out. */
export function tallySum(changes: readonly TallyChange[]): TallyChange[] {
  const sums = new Map<string, TallyChange>()
  for (const one of changes) {
    const key = JSON.stringify([one.parent, one.procedure, one.side, one.level, one.measure, one.day])
    const sum = sums.get(key)
    sums.set(key, sum ? { ...sum, count: sum.count + one.count, seconds: sum.seconds + one.seconds } : one)
  }
  return [...sums.values()].filter(({ count, seconds }) => count !== 0 || seconds !== 0)
}

/** Counts of one measure over all days to the end of a period, and within it. */
export interface TallySum extends Omit<TallyKey, 'day' | 'level'> {
  /** To the end of the period, whenever it began. */
  upTo: number
  within: number
  secondsWithin: number
}
