/** Bounds, each for a reason an operator can be told. */

/** Commands that go into one commit: with more, one officer would wait for too many others. */
export const GATHERED = 64
/** Commands that may wait for their turn; the next is told to come back. */
export const QUEUED = 1024
/** A commit is sent whole, so it may not outgrow a batch. */
export const GATHERED_BYTES = 512 * 1024
/** A batch ends at the first stored checkpoint at or beyond either of these. */
export const BATCH_ENTRIES = 512
export const BATCH_BYTES = 1024 * 1024
/** Where the clocks differ by more than this, both are shown and nothing is recorded. Seconds. */
export const TOLERANCE = 15 * 60
/**
 * Entries of ended logs of the other side that are kept apart in one relation: as many as a lost machine may have sent in months.
 */
export const LATE_ENTRIES = 10_000
export const LATE_BYTES = 64 * 1024 * 1024
/** Logs that one side may begin in one relation: each is kept for good, and a restore takes one. */
export const LOGS = 1000
