/** Entries from one index to another, however many bytes they have. */
import type { Party } from '@counterpart/casework'
import type { EntryRow, Reader } from '../../store/store.ts'
import { BATCH_BYTES } from '../limits.ts'

/** Reads up to `to`, or to the end of the log. @throws NodeError `entry-damaged` */
export async function readOn(
  log: Pick<Reader, 'entries'>,
  side: Party,
  from: number,
  to: number,
): Promise<EntryRow[]> {
  const rows: EntryRow[] = []
  while (from + rows.length < to) {
    const next = await log.entries(side, from + rows.length, {
      entries: to - from - rows.length,
      bytes: BATCH_BYTES,
    })
    if (next.length === 0) break
    rows.push(...next)
  }
  return rows
}
