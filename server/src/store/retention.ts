/** What the uses need of a database to know what is destroyed, and what will be. */
import type { DeletionReason, Party } from '@counterpart/casework'
import type { PartName } from './store.ts'

/** A part that a deletion record of one of the logs names. */
export interface DeletionRow extends PartName {
  /** The side whose log says so, and whose copy it is. */
  side: Party
  /** The record's leaf, and its time. */
  record: string
  time: number
  /** When no backup of that side's keys can hold it any more. */
  final: number
  why: DeletionReason
}

/** When a dossier has to be looked at, in seconds UTC. */
export interface Falling {
  /** 0: anew. */
  at: number
  /** When the first of what was recalled in it falls; `null` where nothing was. */
  recalled: number | null
}

export const ANEW: Falling = { at: 0, recalled: null }

/** The earliest first; of one time as their ids are ordered. */
export function inOrder(a: { dossier: string; at: number }, b: { dossier: string; at: number }): number {
  return a.at - b.at || (a.dossier < b.dossier ? -1 : 1)
}

export interface RetentionReads {
  /** What deletion records of either log name of these entries, by entry; one of which none is named is missing. */
  deletions(leaves: string[]): Promise<Map<string, DeletionRow[]>>
  /** The time of a side's last deletion record that named anything. */
  lastDeletion(side: Party): Promise<number | null>
  /** Parts that the log of one side names and that are here all the same, in one order, from behind `after`. */
  undestroyed(side: Party, after: PartName | null, limit: number): Promise<PartName[]>
  /**
   * Parts that we destroyed before a time and the other side has not said so of, oldest first. Of an entry in neither log
   * none: who destroys what it keeps apart waits for nobody.
   */
  oneSided(before: number, limit: number): Promise<DeletionRow[]>
  /** Dossiers in which something falls by this time, or something that was recalled by that one; the earliest first. */
  falling(by: number, limit: number, recalled?: number): Promise<{ dossier: string; at: number }[]>
}

export interface RetentionWrites {
  /** Where a side's log names a part again, the first row stays. */
  putDeletions(rows: DeletionRow[]): Promise<void>
  /** `null`: not until something changes. */
  putFalling(dossier: string, falling: Falling | null): Promise<void>
}
