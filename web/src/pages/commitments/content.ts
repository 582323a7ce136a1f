/** Contents by where they stand, and how many of them bind. */
import type { Declared, FrameRow } from '../../api/types.ts'
import { findDeclared } from '../../declared/naming.ts'
import { dateOf, lineOf, type Slots } from '../../declared/read.ts'
import { binds } from '../../declared/slots.ts'
import { byName } from '../../declared/when.ts'
import { lastDayOf } from '../../time/civil.ts'

export interface Contents {
  binding: FrameRow[]
  free: FrameRow[]
}

/** What is filed under a dossier, in the order of the paper. */
export function contentsUnder(
  id: string,
  rows: readonly FrameRow[],
  declarations: readonly Declared[],
): Contents {
  const own = rows.filter((row) => row.under.includes(id)).toSorted(byParagraph)
  const isBinding = (row: FrameRow) => binds(findDeclared(declarations, row), row)
  return { binding: own.filter(isBinding), free: own.filter((row) => !isBinding(row)) }
}

function byParagraph(a: FrameRow, b: FrameRow): number {
  const [one, other] = [lineOf(a.slots.paragraph), lineOf(b.slots.paragraph)]
  if (one !== null && other !== null && one !== other)
    return one.localeCompare(other, 'en', { numeric: true })
  if ((one === null) !== (other === null)) return one === null ? 1 : -1
  return byName(a, b)
}

export interface ContentCounts {
  binding: number
  free: number
}

/** How many contents stand directly under each dossier. */
export function countContents(
  rows: readonly FrameRow[],
  declarations: readonly Declared[],
): Map<string, ContentCounts> {
  const counts = new Map<string, ContentCounts>()
  for (const row of rows) {
    const kind = binds(findDeclared(declarations, row), row) ? 'binding' : 'free'
    for (const id of row.under) {
      const count = counts.get(id) ?? { binding: 0, free: 0 }
      count[kind] += 1
      counts.set(id, count)
    }
  }
  return counts
}

export type TimeStand = 'none' | 'ahead' | 'over' | 'late'

/**
 * How the time of a content stands on a day of UTC; what does not bind is never late. `late`: it is over,
 * and nothing says that it was done. `aboutHeld`: whether the meeting it speaks of was held. The same rule
 * as that of the review.
 */
export function timeStand(slots: Slots, today: string, aboutHeld: boolean, binding: boolean): TimeStand {
  const until = lastDayOf(dateOf(slots.until)?.date ?? '')
  if (until === null) return 'none'
  if (until >= today) return 'ahead'
  if (!binding) return 'none'
  return aboutHeld || dateOf(slots.ended) ? 'over' : 'late'
}
