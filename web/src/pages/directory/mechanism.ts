/** A mechanism as the pages read it: levels, the offices of both sides on each, and which face which. */
import type { Level } from '../../api/types.ts'
import { dateOf, lineOf, rowsIn, type Slots, wordsOf } from '../../declared/read.ts'
import { firstDayOf, lastDayOf } from '../../time/civil.ts'

export interface Office {
  code: string
  party: string
  level: string
  name: unknown
  /** Code of the office it belongs to. */
  parent: string | null
  /** Several bodies under one word. */
  collective: boolean
  row: Record<string, unknown>
}

/** Two offices that face each other, in some areas or, where there are none, in all. */
export interface Facing {
  one: string
  other: string
  areas: string[]
}

export interface ContactPoint {
  office: string
  substitute: boolean
  /** Whether it is valid on the day asked for. */
  valid: boolean
  row: Record<string, unknown>
}

export function officesOf(slots: Slots): Office[] {
  return rowsIn(slots.offices).flatMap((row) => {
    const [code, party, level] = [lineOf(row.code), lineOf(row.party), lineOf(row.level)]
    if (code === null || party === null || level === null) return []
    const { name, collective } = row
    return [{ code, party, level, name, parent: lineOf(row.parent), collective: collective === true, row }]
  })
}

export function facingsOf(slots: Slots): Facing[] {
  return rowsIn(slots.facing).flatMap((row) => {
    const [one, other] = [lineOf(row.one), lineOf(row.other)]
    return one === null || other === null ? [] : [{ one, other, areas: wordsOf(row.area) }]
  })
}

/** What one side calls a level. */
export function levelName(slots: Slots, party: string, level: string): unknown {
  return rowsIn(slots.levels).find((row) => row.party === party && row.level === level)?.name ?? null
}

/** The levels that a mechanism has, the highest first. */
export function levelsOf(slots: Slots, known: readonly Level[]): Level[] {
  const used = new Set([...rowsIn(slots.levels), ...rowsIn(slots.offices)].map(({ level }) => level))
  return known.filter((level) => used.has(level)).toReversed()
}

/** Contact points, those that are valid first. `today`: a day of UTC. */
export function contactPointsOf(slots: Slots, today: string): ContactPoint[] {
  const points = rowsIn(slots['contact-points']).flatMap((row) => {
    const office = lineOf(row.office)
    if (office === null) return []
    return [{ office, substitute: row.substitute === true, valid: isValid(row, today), row }]
  })
  return points.toSorted(
    (a, b) => Number(b.valid) - Number(a.valid) || Number(a.substitute) - Number(b.substitute),
  )
}

/** A year or a month counts whole. */
function isValid(row: Record<string, unknown>, today: string): boolean {
  const from = firstDayOf(dateOf(row.from)?.date ?? '')
  const until = lastDayOf(dateOf(row.until)?.date ?? '')
  return from !== null && from <= today && (until === null || today <= until)
}
