/** Bounds, each for a reason an operator can be told. */

/** Commands that go into one commit: more would let one officer wait for sixty others. */
export const GATHERED = 64
/** Commands that may wait for their turn; the next is told to come back. */
export const QUEUED = 1024
/** A commit is sent whole, so it may not outgrow a batch. */
export const GATHERED_BYTES = 512 * 1024
/** A batch ends at the first stored checkpoint at or beyond either of these. */
export const BATCH_ENTRIES = 512
export const BATCH_BYTES = 1024 * 1024
/** Apart by more than this, both clocks are shown and nothing is recorded. Seconds. */
export const TOLERANCE = 15 * 60
/** Kept apart of the other side's logs that ended, in one relation: what a lost machine may have sent in months. */
export const LATE_ENTRIES = 10_000
export const LATE_BYTES = 64 * 1024 * 1024
/** Logs that one side may begin in one relation: each is kept for good, and a restore takes one. */
export const LOGS = 1000
