/** What permission is asked of a dossier, and how a query is narrowed to what it can let through. */
import type { RowFacts, Sight } from '../http/ports.ts'
import type { DossierFilter, DossierRow, Tally } from '../store/store.ts'

export function factsOf(relation: string, row: DossierRow): RowFacts {
  return {
    id: row.id,
    relation,
    digest: row.ahead.digest,
    plays: row.plays,
    level: row.level as RowFacts['level'],
    offices: row.offices,
  }
}

export function narrowed(sight: Sight): DossierFilter {
  return sight.offices === null ? {} : { offices: [...sight.offices] }
}

/** Of so many of each class: how many the officer may see. */
export function seenOf(relation: string, tally: readonly Tally[], sight: Sight): number {
  let seen = 0
  for (const { plays, offices, count } of tally)
    if (sight.sees({ id: '', relation, digest: '', plays, level: null, offices })) seen += count
  return seen
}
