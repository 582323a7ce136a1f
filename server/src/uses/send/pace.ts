/**
 * How much is put into one message. A line that is slow, or loses messages whole, brings only small ones
 * through; and while a large one is on its way, nothing that became urgent since can be. Both directions of a
 * line have one pace: what one side's answers hold, the other side has to wait for.
 */
import { BATCH_BYTES } from '../limits.ts'

/** Bytes of entries in the first message after a start: little for a bad line, and soon enough for a good one. */
export const FIRST_BATCH = 64 * 1024
/** Less is not worth its signatures, which take some 15 kB both ways. */
const LEAST_BATCH = 8 * 1024
/** What is up to one stored head: of more the other side may have to read too much at once (SYNC-17). */
export const ONE_HEAD = 1
/** Milliseconds for one message and its answer. */
const QUICK = 3_000
const SLOW = 15_000

/** `took`: milliseconds from question to answer, or `null` when there was none. */
export function paced(bytes: number, took: number | null): number {
  if (took === null || took > SLOW) return Math.max(LEAST_BATCH, bytes / 2)
  return Math.max(LEAST_BATCH, took < QUICK ? Math.min(BATCH_BYTES, bytes * 2) : bytes)
}
