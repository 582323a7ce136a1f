/** Bounds of pouches, each for a reason an operator can be told. */
import { STEP_BOUNDS } from '@counterpart/protocol'

/** The largest message and its frame have to go into a file of any size. */
export const SMALLEST_FILE = 20_000_000
/** A disc. */
export const DISC_FILE = 650_000_000
/** A stick: its usual file system ends at one byte less than 4 GiB. */
export const LARGEST_FILE = 4 * 1024 ** 3 - 1
/** What may be put aside in a relation until the part before it comes. */
export const MOST_ASIDE = 16 * STEP_BOUNDS.bytes
/** Also of the smallest: of each it may have to be looked whether anybody signed it. */
export const MOST_STEPS_ASIDE = 1024
