/** Rows of the chain of logs. */
import type { Party } from '@counterpart/casework'

/** One log of a side's chain, with the keys it is signed by, as text. */
export interface EpochRow {
  side: Party
  number: number
  base: number
  keys: [string, string]
}

/** An entry that came under an epoch when that was closed before it: it has no place and no effect. */
export interface ApartRow {
  side: Party
  epoch: number
  /** Where it would have stood, over the chain. Another entry stands there. */
  index: number
  leaf: string
  bytes: Uint8Array
  /** Its author's signed head over it. */
  note: string
  /** When it came; whole seconds. */
  at: number
}
