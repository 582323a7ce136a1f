/** What dossiers are found, counted and paged by, in memory. */
import type { DossierFilter, DossierKey, DossierRow } from '../store.ts'

export function keyOf({ id, due, changed }: DossierRow): DossierKey {
  return { id, due, changed }
}

export function classOf({ procedure, plays, offices }: DossierRow): string {
  return JSON.stringify({ procedure, plays, offices: [...new Set(offices)].sort() })
}

export function matches(row: DossierRow, filter: DossierFilter): boolean {
  const { plays, procedure, under, content, offices, open, turns, dueBefore } = filter
  if (plays !== undefined && row.plays !== plays) return false
  if (procedure !== undefined && row.procedure !== procedure) return false
  if (offices !== undefined && !row.offices.some((office) => offices.includes(office))) return false
  if (open !== undefined && (row.settled.closed === null) !== open) return false
  if (turns !== undefined && (row.turn === null || !turns.includes(row.turn))) return false
  if (dueBefore !== undefined && (row.due === null || row.due >= dueBefore)) return false
  if (under === undefined) return true
  return row.under.some((one) => one.dossier === under && (content === undefined || one.content === content))
}
