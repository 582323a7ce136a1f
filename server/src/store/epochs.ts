/** Rows of the chain of logs, and of what came of a log after that had ended. */
import type { Party } from '@counterpart/casework'
import type { PartRow } from './store.ts'

/** One log of a side's chain, with the keys it is signed by, as text. */
export interface EpochRow {
  side: Party
  number: number
  base: number
  keys: [string, string]
}

/** Where an entry that is kept apart would have stood: in which log, and at which index of the chain. */
export interface ApartPlace {
  epoch: number
  /** Another entry stands there. */
  index: number
}

/** An entry that came under an epoch when that was closed before it: it has no place and no effect. */
export interface ApartRow extends ApartPlace {
  side: Party
  leaf: string
  bytes: Uint8Array
  /** Its author's signed head over it. */
  note: string
  /** The author's tree up to this entry: what comes behind it is verified on this, and on nothing before. */
  frontier: Uint8Array[]
  /** When it came; whole seconds. */
  at: number
}

/** A question for the end of a log of the other side's, and the time that its answer states. */
export interface ClosingQuestion {
  epoch: number
  nonce: Uint8Array
  time: number
}

/**
 * An author of such entries can make a node read as often as it likes. So what a read costs follows from what is asked
 * for, and never from how much is kept.
 */
export interface ApartReads {
  /** By epoch and index from a place on; `bytes` counts headers and notes, the first is given whatever its size. */
  apart(side: Party, from: ApartPlace, most: { entries: number; bytes: number }): Promise<ApartRow[]>
  /** Which of these indexes of one log have one, in their order. */
  apartIndexes(side: Party, epoch: number, from: number, to: number): Promise<number[]>
  /** The index behind the last one of a log; `null` where there is none. */
  apartEnd(side: Party, epoch: number): Promise<number | null>
  /** What stands there in `ApartRow.frontier`; `null` where there is no entry. */
  apartFrontier(side: Party, place: ApartPlace): Promise<Uint8Array[] | null>
  /** What came from this second on, by epoch and index. */
  apartSince(side: Party, at: number): Promise<ApartRow[]>
  /** The one with this leaf that came first, of either side: its parts are those that were given then. */
  apartByLeaf(leaf: string): Promise<ApartRow | null>
  /** The weight of what one side sent, as it came (`apartWeights`): what was destroyed since still counts. */
  apartWeight(side: Party): Promise<{ entries: number; bytes: number }>
}

/** What each counts: header, note and its parts with their salts, each part once. */
export function apartWeights(rows: readonly ApartRow[], parts: readonly PartRow[]): number[] {
  const once = new Map(parts.map((part) => [`${part.leaf} ${part.name}`, part]))
  const byLeaf = new Map<string, number>()
  for (const { leaf, salt, bytes } of once.values())
    byLeaf.set(leaf, (byLeaf.get(leaf) ?? 0) + salt.length + bytes.length)
  return rows.map(({ leaf, bytes, note }) => bytes.length + note.length + (byLeaf.get(leaf) ?? 0))
}
