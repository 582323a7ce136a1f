import type { Indicator, Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import type { DossierState } from '../run/entry.ts'
import { dayOfTime } from './period.ts'

export interface IndicatorDay {
  name: string
  day: number
  /** Of a time; nought for a count. */
  seconds: number
}

/**
 * On which day each indicator of a dossier came true: a count with the first of its acts, a time with its
 * end. A dossier counts once, whatever was done in it twice.
 */
export function indicatorDays(procedure: Procedure, state: Pick<DossierState, 'current'>): IndicatorDay[] {
  return Object.entries(procedure.indicators).flatMap(([name, indicator]) => {
    const found = 'count' in indicator ? counted(indicator, state) : timed(indicator, state)
    return found ? [{ name, ...found }] : []
  })
}

type Found = Omit<IndicatorDay, 'name'> | null

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
