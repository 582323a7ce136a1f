/** What a scrub needs of a store beside what everybody does: rows as they lie there, and a way to mend them. */
import type { Party, TallyChange } from '@counterpart/casework'
import type { FileRow } from './file-row.ts'
import type { DeletionRow, Falling } from './retention.ts'
import type {
  CheckpointRow,
  EntryRow,
  EpochRow,
  LogHead,
  NodeRow,
  PartName,
  PartRow,
  PartState,
} from './store.ts'

/** The table of dossiers, or that of what became of entries. */
export type LedTable = 'dossier' | 'verdict'

/** The ids among them that no entry leads to, and where the page ended; `null` behind the last. */
export interface OrphanPage {
  ids: string[]
  last: string | null
}

/** What is kept where no entry of either log leads to it. */
export type Orphan =
  /** The dossier, or the leaf. */
  | { table: LedTable; id: string }
  /** A part that its entry does not name. */
  | { table: 'part'; id: string; name: string }

/** `damaged`: its ciphertext or its key is not what was written. */
export type StoredPart = PartState | { name: string; state: 'damaged' }

/** Nothing of it is compared with its leaf: whoever reads it does that. */
export interface AsStored {
  storedEntries(side: Party, from: number, limit: number): Promise<EntryRow[]>
  storedDossier(dossier: string): Promise<EntryRow[]>
  /** Every part of an entry, each by itself. */
  storedParts(leaf: string): Promise<StoredPart[]>
  /** Those of these dossiers that would not be found by what their rows say. */
  misfiled(dossiers: string[]): Promise<string[]>
  /** All counts that are kept. */
  tallyRows(): Promise<TallyChange[]>
  /** When these dossiers have to be looked at; one that has not is missing. */
  storedFalling(dossiers: string[]): Promise<Map<string, Falling>>
  /**
   * Looks at the next so many rows of a table, by their ids: which of them no entry leads to, and the `last` of all.
   * Parts are found with their entries.
   */
  orphans(table: LedTable, after: string | null, limit: number): Promise<OrphanPage>
  /** Whether rows stand beyond the head of a log, over which nothing can be appended. */
  isBeyond(side: Party): Promise<boolean>
}

/**
 * Puts back what was there. The caller has verified it; a store takes nothing that another hash of its own
 * contradicts, so that what only grows cannot be made to say something else.
 */
export interface Mending {
  /** The entry of a place, there or not, with what stands beside its header. Bytes that neither its leaf nor its tree names are `internal`. */
  mendEntry(row: EntryRow, epoch: number): Promise<void>
  /** Nodes of one epoch's tree, each as follows from those below it. */
  mendNodes(side: Party, epoch: number, nodes: NodeRow[]): Promise<void>
  /** With the size that its note says within its epoch. */
  mendCheckpoint(row: CheckpointRow, epoch: number): Promise<void>
  /** Given anew, unless it was destroyed. */
  mendPart(part: PartRow): Promise<void>
  /** A row says that it was destroyed, and no record does: it goes where the part is there still; else it is `internal`. */
  revivePart(part: PartName): Promise<void>
  mendHead(side: Party, head: LogHead): Promise<void>
  /** As the entry at its base says; what that does not say is `internal`. */
  mendEpoch(row: EpochRow): Promise<void>
  /** Whatever stands there of this entry and digest. */
  mendFile(row: FileRow): Promise<void>
  /** Takes away what no entry of the log says; one whose record is in it stays. */
  dropDeletion(row: Pick<DeletionRow, 'side' | 'leaf' | 'name'>): Promise<void>
  /** Takes away what stands beyond the head of a log. A head that was signed beyond it, or an entry there that the tree names, is `entry-damaged`. */
  dropBeyond(side: Party): Promise<void>
  /** Takes away a head that nobody signed, and what is beside it; one that is not beyond its log is `internal`. */
  dropHead(side: Party, size: number): Promise<void>
  /** One that an entry leads to is `internal`. */
  dropOrphan(orphan: Orphan): Promise<void>
}
