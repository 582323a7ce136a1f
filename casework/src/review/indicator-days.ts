import { type Indicator, indicatorKey, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import type { DossierState } from '../run/entry.ts'
import { figuresIn, type Sum } from '../run/figures.ts'
import { dayOfTime } from './period.ts'

export interface IndicatorDay {
  name: string
  day: number
  /** Seconds of an indicator that is a time; 0 for any other. */
  seconds: number
  /** One, or the number that is summed. */
  count: number
}

/**
 * On which day each indicator of a dossier came true: a count with the first of its acts, a time with its
 * end. A dossier counts once, whatever was done in it twice; its numbers are those that stand.
 */
export function indicatorDays(procedure: Procedure, state: Counted): IndicatorDay[] {
  return Object.entries(procedure.indicators).flatMap(([name, indicator]) => {
    if ('sum' in indicator) return summed(name, indicator, state)
    const found = 'count' in indicator ? counted(indicator, state) : timed(indicator, state)
    return found ? [{ name, count: 1, ...found }] : []
  })
}

type Counted = Pick<DossierState, 'current' | 'kept'>
type Found = Pick<IndicatorDay, 'day' | 'seconds'> | null

function summed(name: string, indicator: Sum, state: Counted): IndicatorDay[] {
  const first = earliest(indicator.since, state)
  if (first === null) return []
  return [...figuresIn(indicator, state.kept)].map(([choice, count]) => ({
    name: indicatorKey(name, choice),
    day: dayOfTime(first),
    seconds: 0,
    count,
  }))
}

function counted(
  indicator: Extract<Indicator, { count: unknown }>,
  state: Pick<DossierState, 'current'>,
): Found {
  const first = earliest(indicator.count, state)
  return first === null ? null : { day: dayOfTime(first), seconds: 0 }
}

function timed(
  indicator: Extract<Indicator, { time: unknown }>,
  state: Pick<DossierState, 'current'>,
): Found {
  const [from, to] = indicator.time
  const began = earliest([from], state)
  const ended = earliest(to, state, began ?? 0)
  if (began === null || ended === null) return null
  return { day: dayOfTime(ended), seconds: ended - began }
}

function earliest(
  acts: readonly string[],
  { current }: Pick<DossierState, 'current'>,
  since = 0,
): number | null {
  const times = acts.flatMap((act) => own(current, act)?.first ?? []).filter((time) => time >= since)
  return times.length === 0 ? null : Math.min(...times)
}
