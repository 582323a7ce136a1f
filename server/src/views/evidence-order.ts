/** Which entries of a dossier are in its evidence first, where not all find room. */
import type { EntryRow, JudgedRow } from '../store/store.ts'

/**
 * What began the dossier, what our side recorded, what has effect, and the rest; each oldest first, by its place in its
 * log and not by the time it says. So a counterpart that writes without end fills the place of what it wrote itself.
 *
 * @param rows of each log in its order
 */
export function inEvidenceOrder(
  rows: readonly EntryRow[],
  dossier: string,
  ours: string,
  judged: ReadonlyMap<string, JudgedRow>,
): EntryRow[] {
  const rankOf = ({ side, leaf }: EntryRow): number => {
    if (leaf === dossier) return 0
    if (side === ours) return 1
    return judged.get(leaf)?.verdict === 'effective' ? 2 : 3
  }
  // Sorting keeps the order of what is alike.
  return rows.toSorted((a, b) => rankOf(a) - rankOf(b))
}
