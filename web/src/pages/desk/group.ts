/** The desk in the order of the clock: what is late, what is due soon, what has time, what has no clock. */
import { DAY } from '@counterpart/casework/civil'
import type { DeskRow } from '../../api/types.ts'

export const GROUPS = ['late', 'soon', 'later', 'paused', 'unclocked'] as const
export type Group = (typeof GROUPS)[number]

export function groupOf(row: Pick<DeskRow, 'due' | 'late' | 'paused'>, at: number): Group {
  if (row.paused) return 'paused'
  if (row.due === null) return 'unclocked'
  if (row.late || row.due < at) return 'late'
  return row.due - at <= DAY ? 'soon' : 'later'
}

export interface Grouped {
  group: Group | 'fresh'
  rows: DeskRow[]
}

/** What is new, then groups that have rows, each in the order the server gave; within a group by due time. */
export function groupDesk(rows: readonly DeskRow[], fresh: readonly DeskRow[], at: number): Grouped[] {
  const clocked = GROUPS.flatMap((group): Grouped[] => {
    const own = rows.filter((row) => groupOf(row, at) === group)
    const sorted = group === 'unclocked' ? own : own.toSorted((a, b) => (a.due ?? 0) - (b.due ?? 0))
    return sorted.length === 0 ? [] : [{ group, rows: sorted }]
  })
  return fresh.length === 0 ? clocked : [{ group: 'fresh', rows: [...fresh] }, ...clocked]
}
