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
