/** Commitments by what they are about, and the traffic of a scope by procedure. Nothing is counted twice. */
import type { Evidence, Overdue } from '../../api/types.ts'
import { type Slots, wordsOf } from '../../declared/read.ts'

export interface AreaGroup<T> {
  /** `null` for what names no area. */
  area: string | null
  items: T[]
}

/**
 * By the first area that each names, since what stood in two groups would be counted twice by whoever
 * reads; the others stand beside it. Areas in the order of the declaration.
 */
export function groupByArea<T extends { slots: Slots }>(
  items: readonly T[],
  order: readonly string[],
): AreaGroup<T>[] {
  const groups = Map.groupBy(items, ({ slots }) => wordsOf(slots.area)[0] ?? null)
  const place = (area: string | null) => {
    const at = area === null ? -1 : order.indexOf(area)
    return at < 0 ? order.length + (area === null ? 1 : 0) : at
  }
  return [...groups]
    .map(([area, own]) => ({ area, items: own }))
    .toSorted((a, b) => place(a.area) - place(b.area))
}

export interface SideTraffic {
  opened: number
  closed: number
  open: number
  /** Deadlines of this side that passed, and those still not met. */
  overdue: number
  still: number
  indicators: Evidence['indicators']
}

export interface Traffic {
  procedure: string
  sides: Map<string, SideTraffic>
}

const NONE: SideTraffic = { opened: 0, closed: 0, open: 0, overdue: 0, still: 0, indicators: {} }

/** What each side opened, and what each side owed, by procedure. */
export function trafficOf(evidence: readonly Evidence[], overdue: readonly Overdue[]): Traffic[] {
  const traffic = new Map<string, Map<string, SideTraffic>>()
  const sideOf = (procedure: string, side: string) => {
    const sides = traffic.get(procedure) ?? new Map<string, SideTraffic>()
    traffic.set(procedure, sides)
    return { sides, found: sides.get(side) ?? NONE }
  }
  for (const { procedure, side, opened, closed, open, indicators } of evidence) {
    const { sides, found } = sideOf(procedure, side)
    sides.set(side, { ...found, opened, closed, open, indicators })
  }
  for (const { procedure, side, overdue: passed, still } of overdue) {
    const { sides, found } = sideOf(procedure, side)
    sides.set(side, { ...found, overdue: passed, still })
  }
  return [...traffic].map(([procedure, sides]) => ({ procedure, sides }))
}

export interface Measure {
  name: string
  /** By side, in the order asked for. */
  counts: number[]
  /** Of an indicator that is a time: the mean of each side in seconds. */
  means: (number | null)[]
}

/** The rows of a table of traffic: the fixed measures, then the procedure's own indicators. */
export function measuresOf(
  { sides }: Traffic,
  order: readonly string[],
): { fixed: Measure[]; own: Measure[] } {
  const own = order.map((side) => sides.get(side) ?? NONE)
  const names = [...new Set(own.flatMap(({ indicators }) => Object.keys(indicators)))].toSorted()
  const fixed = (['opened', 'closed', 'open', 'overdue', 'still'] as const).map((name) => ({
    name,
    counts: own.map((side) => side[name]),
    means: own.map(() => null),
  }))
  const indicators = names.map((name) => ({
    name,
    counts: own.map((side) => side.indicators[name]?.count ?? 0),
    means: own.map((side) => meanOf(side.indicators[name])),
  }))
  return { fixed, own: indicators }
}

function meanOf(indicator: { count: number; seconds: number } | undefined): number | null {
  return indicator && indicator.count > 0 && indicator.seconds > 0
    ? indicator.seconds / indicator.count
    : null
}
