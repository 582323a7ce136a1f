/** Dossiers may hold more than is read at once, since either side puts into one what it likes. */
import type { Party } from '@counterpart/casework'
import type { DossierKey, DossierQuery, DossierRow, EntryRow } from './store.ts'

/** What else is read at once beside dossiers; below nothing where they hold more. */
export interface RoomLeft {
  entries: number
  /** Bytes of headers. */
  headers: number
  /** What parts take once they are read. */
  bodies: number
}

/** What is held at once of folded states that are only looked through: more than pages of what officers write have. Bytes as stored. */
export const STATES_AT_ONCE = 4 * 1024 * 1024

/** Dossiers by id; those that are not here are missing from the answer. */
export interface Named {
  named: readonly string[]
}

/** What a page is of, and as many of its first dossiers as were read. */
export interface DossiersWithin {
  keys: DossierKey[]
  rows: DossierRow[]
}

export interface LargeReads {
  /**
   * Of a page, or of those named in the order of a page: the first whose folded states have no more than so many bytes together as
   * they are stored, and the first in any case. One of them that cannot be read is `entry-damaged`.
   */
  dossiersWithin(of: DossierQuery | Named, bytes: number): Promise<DossiersWithin>
  /** Entries of a dossier of one side, from this index on, in their order. */
  dossierOf(side: Party, dossier: string, from: number, most: number): Promise<EntryRow[]>
  /** `share`: of what is read at once, all of it where nothing is said. */
  roomIn(dossiers: readonly string[], share?: number): Promise<RoomLeft>
  /** What is read at once, all together. */
  atOnce(): RoomLeft
}
