/** Sums of the tally as a review shows them. */
import type { Evidence, Overdue } from './shape.ts'
import { INDICATOR, type TallySum } from './tally.ts'

/** `sums`: of parents that have no dossier in common. In a fixed order, what is nought throughout left out. */
export function evidenceOf(sums: readonly TallySum[]): Evidence[] {
  return grouped(sums).flatMap(({ procedure, side, measures }) => {
    const of = (measure: string) => measures.get(measure)
    const opened = of('opened')
    const closed = of('closed')
    const evidence: Evidence = {
      procedure,
      side,
      opened: opened?.within ?? 0,
      closed: closed?.within ?? 0,
      open: (opened?.upTo ?? 0) - (closed?.upTo ?? 0),
      indicators: indicatorsIn(measures),
    }
    const isNothing =
      evidence.opened + evidence.closed + evidence.open + Object.keys(evidence.indicators).length === 0
    return isNothing ? [] : [evidence]
  })
}

export function overdueOf(sums: readonly TallySum[]): Overdue[] {
  return grouped(sums).flatMap(({ procedure, side, measures }) => {
    const passed = measures.get('overdue')
    const overdue = passed?.within ?? 0
    const still = (passed?.upTo ?? 0) - (measures.get('made-good')?.upTo ?? 0)
    return overdue === 0 && still === 0 ? [] : [{ procedure, side, overdue, still }]
  })
}

function indicatorsIn(measures: ReadonlyMap<string, TallySum>): Evidence['indicators'] {
  const found = [...measures]
    .filter(([measure, { within }]) => measure.startsWith(INDICATOR) && within > 0)
    .map(([measure, { within, secondsWithin }]): [string, { count: number; seconds: number }] => [
      measure.slice(INDICATOR.length),
      { count: within, seconds: secondsWithin },
    ])
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)))
}

interface Group {
  procedure: string
  side: string
  measures: Map<string, TallySum>
}

function grouped(sums: readonly TallySum[]): Group[] {
  const groups = new Map<string, Group>()
  for (const sum of sums) {
    const { procedure, side, measure } = sum
    const key = `${procedure} ${side}`
    const group = groups.get(key) ?? { procedure, side, measures: new Map() }
    const other = group.measures.get(measure)
    group.measures.set(measure, other ? added(other, sum) : sum)
    groups.set(key, group)
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
}

function added(one: TallySum, other: TallySum): TallySum {
  return {
    ...one,
    upTo: one.upTo + other.upTo,
    within: one.within + other.within,
    secondsWithin: one.secondsWithin + other.secondsWithin,
  }
}
