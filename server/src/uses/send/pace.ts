/**
 * How much is put into one message. A line that is slow, or loses whole messages, brings only small ones through; and
 * what becomes urgent while a large one is on its way has to wait for it. Both directions of a line have one pace,
 * since one side waits for what the other side's answers hold.
 */
import { BATCH_BYTES } from '../limits.ts'

/** Bytes of entries in the first message after a start: little enough for a bad line, and a good one soon has more. */
export const FIRST_BATCH = 64 * 1024
/** Smaller messages are not worth their signatures, which take some 15 kB both ways. */
const LEAST_BATCH = 8 * 1024
/** Entries up to one stored head: with more, the other side may have to read too much at once (SYNC-17). */
export const ONE_HEAD = 1
/** Milliseconds for one message and its answer. */
const QUICK = 3_000
const SLOW = 15_000

/** `took`: milliseconds from question to answer, or `null` when there was none. */
export function paced(bytes: number, took: number | null): number {
  if (took === null || took > SLOW) return Math.max(LEAST_BATCH, bytes / 2)
  return Math.max(LEAST_BATCH, took < QUICK ? Math.min(BATCH_BYTES, bytes * 2) : bytes)
}
