/**
 * Entries that fall under their own leaf, as what is in a dossier falls under its id: those of no dossier, such as marks, into which
 * a counterpart may put more than the kept part, and those that are kept apart.
 */
import { ANEW } from '../../store/retention.ts'
import type { EntryRow, Writer } from '../../store/store.ts'
import { headerOf } from '../log/entry.ts'

/** A row without a dossier is of an entry that is kept apart. */
type Row = Pick<EntryRow, 'leaf' | 'bytes'> & Partial<Pick<EntryRow, 'dossier'>>

export async function letAloneFall(rows: readonly Row[], writer: Writer): Promise<void> {
  for (const row of rows) if (isAlone(row)) await writer.putFalling(row.leaf, ANEW)
}

/** Whether it is in no dossier and has parts that end. */
export function isAlone(row: Row): boolean {
  return (row.dossier ?? null) === null && (headerOf(row)?.parts.length ?? 0) > 1
}
