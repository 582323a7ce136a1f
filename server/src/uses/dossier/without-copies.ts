/** A side can copy an entry of the other into its own log, byte for byte. This tells the entry from its copy. */
import { isOfficeOf } from '@counterpart/casework'
import type { EntryRow } from '../../store/store.ts'
import { headerOf } from '../log/entry.ts'

/**
 * The entries of one dossier without copies (ORDER-14). A copy has no effect, ends no part and takes no place, whatever
 * its author says of itself, such as that it had not seen the entry yet.
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

/**
 * Whether the entry names an office of its own author; for a confirmation of files, whether it confirms an entry of an
 * office of the other side.
 */
function isItsOwn(row: EntryRow, byLeaf: ReadonlyMap<string, readonly EntryRow[]>): boolean {
  const header = headerOf(row)
  if (header === null) return false
  if ('office' in header) return isOfficeOf(row.side, header.office)
  if (header.kind !== 'held') return false
  const on = byLeaf.get(header.on)?.[0]
  const said = on && headerOf(on)
  return said !== undefined && said !== null && 'office' in said && !isOfficeOf(row.side, said.office)
}
