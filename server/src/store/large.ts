/** Dossiers may hold more than is read at once, since either side puts into one what it likes. */
import type { Party } from '@counterpart/casework'
import type { EntryRow } from './store.ts'

/** What else is read at once beside dossiers; below nothing where they hold more. */
export interface RoomLeft {
  entries: number
  /** Bytes of headers. */
  headers: number
  /** What parts take once they are read. */
  bodies: number
}

export interface LargeReads {
  /** Entries of a dossier of one side, from this index on, in their order. */
  dossierOf(side: Party, dossier: string, from: number, most: number): Promise<EntryRow[]>
  /** `share`: of what is read at once, all of it where nothing is said. */
  roomIn(dossiers: readonly string[], share?: number): Promise<RoomLeft>
  /** What is read at once, all together. */
  atOnce(): RoomLeft
}
