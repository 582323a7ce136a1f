/** Numbers of a dossier as it stands, by the choice that each is told apart by. */
import type { Indicator } from '../language/index.ts'
import { own } from '../language/own.ts'
import type { DossierState } from './entry.ts'
import { isRecord } from './is-record.ts'

export type Sum = Extract<Indicator, { sum: unknown }>

/** By choice; under the empty word what is not told apart, or has no choice yet. Nought is left out. */
export function figuresIn({ sum, by }: Sum, kept: DossierState['kept']): Map<string, number> {
  const rows = typeof sum === 'string' ? [kept] : rowsOf(own(kept, sum[0]))
  const column = typeof sum === 'string' ? sum : sum[1]
  const figures = new Map<string, number>()
  for (const row of rows) {
    const figure = own(row, column)
    const choice = by === undefined ? '' : own(row, by)
    if (!Number.isSafeInteger(figure) || figure === 0) continue
    const of = typeof choice === 'string' ? choice : ''
    figures.set(of, (figures.get(of) ?? 0) + Number(figure))
  }
  return figures
}

function rowsOf(list: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(list) ? list.filter(isRecord) : []
}
