import type { ContentCount } from '../api/types.ts'

export interface Total {
  asked: number
  answered: number
  refused: number
  open: number
  overdue: number
  /** Of the procedure that was asked most; medians of several cannot be joined. */
  median: number | null
}

/** Several counts together. */
export function totalOf(counts: readonly ContentCount[]): Total {
  const total: Total = { asked: 0, answered: 0, refused: 0, open: 0, overdue: 0, median: null }
  for (const one of counts) {
    total.asked += one.asked
    total.answered += one.answered
    total.refused += one.refused
    total.open += one.open
    total.overdue += one.overdue
  }
  const most = counts.toSorted((a, b) => b.asked - a.asked)[0]
  total.median = most?.medianAnswerSeconds ?? null
  return total
}
