/** A side can put an entry of the other into its own log, bytes and all: which of the two is the entry. */
import { isOfficeOf } from '@counterpart/casework'
import type { EntryRow } from '../../store/store.ts'
import { headerOf } from '../log/entry.ts'

/**
 * The entries of one dossier without copies. A copy has no effect, ends no part and takes no place: what the other side
 * says of itself, such as that it had not seen the entry yet, does not make its copy another entry (ORDER-14).
 */
export function withoutCopies(rows: readonly EntryRow[]): EntryRow[] {
  const byLeaf = Map.groupBy(rows, (row) => row.leaf)
  const isCopyOf = (row: EntryRow, other: EntryRow) => {
    if (other.side === row.side) return other.index < row.index
    const [own, others] = [isItsOwn(row, byLeaf), isItsOwn(other, byLeaf)]
    if (own !== others) return others
    if (row.running > other.index !== other.running > row.index) return row.running > other.index
    return other.side < row.side
  }
  return rows.filter((row) => !byLeaf.get(row.leaf)?.some((other) => other !== row && isCopyOf(row, other)))
}

/** Whether the office it is done by is one of its author's, or what it confirms was done by an office of the other side. */
function isItsOwn(row: EntryRow, byLeaf: ReadonlyMap<string, readonly EntryRow[]>): boolean {
  const header = headerOf(row)
  if (header === null) return false
  if ('office' in header) return isOfficeOf(row.side, header.office)
  if (header.kind !== 'held') return false
  const on = byLeaf.get(header.on)?.[0]
  const said = on && headerOf(on)
  return said !== undefined && said !== null && 'office' in said && !isOfficeOf(row.side, said.office)
}
