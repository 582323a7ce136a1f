/** Limits of what a counterpart that signs without end can make this node keep beside its log, in one relation. */
import { LATE_BYTES, LATE_ENTRIES, LOGS } from '../limits.ts'

export interface Bounds {
  /** Entries that came after the end of their log, and are kept apart. Bytes count headers, signed heads and parts. */
  late: { entries: number; bytes: number }
  /** Logs in the other side's chain. */
  logs: number
}

interface Configured {
  lateEntries?: number
  lateBytes?: number
  logs?: number
}

export function boundsOf({
  lateEntries: entries = LATE_ENTRIES,
  lateBytes: bytes = LATE_BYTES,
  logs = LOGS,
}: Configured = {}): Bounds {
  return { late: { entries, bytes }, logs }
}
