/**
 * Entries of no dossier, such as marks: no node of ours puts more into them than the kept part, but a counterpart may. What else
 * is in them falls under their own leaf, as what is in a dossier falls under its id.
 */
import { ANEW } from '../../store/retention.ts'
import type { EntryRow, Writer } from '../../store/store.ts'
import { headerOf } from '../log/entry.ts'

export async function letAloneFall(rows: readonly EntryRow[], writer: Writer): Promise<void> {
  for (const row of rows) if (isAlone(row)) await writer.putFalling(row.leaf, ANEW)
}

/** Whether it is in no dossier and has parts that end. */
export function isAlone(row: EntryRow): boolean {
  return row.dossier === null && (headerOf(row)?.parts.length ?? 0) > 1
}
