/**
 * Dossiers that somebody who sees a review may not learn of (PROCEDURE-27). A review is the same for every reader on
 * both sides, so it counts them for all of its readers or for none: in sums too coarse to be a dossier.
 */
import { type Procedure, REVIEWERS } from '../language/index.ts'
import { civilFromDays } from '../run/civil.ts'
import type { Period } from './period.ts'
import type { ReviewScope } from './shape.ts'

/** What closed dossiers are counted under, instead of the relation and what they are filed under: the id of none. */
export const CLOSED = 'closed'

export function isClosed({ readers }: Pick<Procedure, 'readers'>): boolean {
  return readers !== undefined && !REVIEWERS.every((role) => readers.includes(role))
}

/**
 * In whole calendar years only: two long periods that are counted may differ by a day, and so may a year that is not
 * over, asked for on two days. `today`: the day of UTC on which it is asked.
 */
export function countsClosed(scope: ReviewScope, { first, last }: Period, today: number): boolean {
  return (
    scope.kind === 'relation' && last < today && beginsYear(last + 1) && (first === null || beginsYear(first))
  )
}

function beginsYear(number: number): boolean {
  const { month, day } = civilFromDays(number)
  return month === 1 && day === 1
}
