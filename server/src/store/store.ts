/**
 * What the uses need of a database. Two implementations pass one contract suite (`tests/contract.ts`): PostgreSQL, and an
 * in-memory one for tests that forgets on a crash whatever was not synced.
 *
 * Durability: when the promise of `locked` resolves, everything its work wrote is on disk; when it
 * rejects, nothing is, or (only for an error with `unknown: true`) nobody knows and the caller looks
 * again before it answers. Ownership: the append-only rows (entries, nodes, checkpoints, cosignatures)
 * can be inserted and read by the application role and by nobody changed; of a part, ciphertext and key
 * can be destroyed, what remains says so.
 *
 * Every failure is a `NodeError` with a code such as `disk-full` or `database-unreachable`. What a statement
 * of the store fails with undoes the whole transaction, also where `work` swallows it. But `dossier-too-large` and, of a
 * read, `entry-damaged` say only that nothing was read: `work` may go on, with nothing that rests on it. `locked` must not be
 * called from inside `locked` for the same relation: it would wait for itself.
 */
import type { DossierState, Party, TallyChange, TallySum } from '@counterpart/casework'
import type { Header } from '@counterpart/protocol'
import type { AsStored, Mending } from './as-stored.ts'
import type { ApartReads, ApartRow, ClosingQuestion, EpochRow } from './epochs.ts'
import type { FileRow, FileState, FilesFrom, FileWith } from './file-row.ts'
import type { LargeReads } from './large.ts'
import type { RetentionReads, RetentionWrites } from './retention.ts'
import type { SumQuery, Tally } from './tally-rows.ts'

export type { ApartPlace, ApartReads, ApartRow, ClosingQuestion, EpochRow } from './epochs.ts'
export type { FileRow, FileState, FileWith } from './file-row.ts'
export type { DeletionRow, Falling } from './retention.ts'
export type { SumQuery, Tally } from './tally-rows.ts'

export interface LogHead {
  /** Number of entries, over the whole chain of epochs. */
  size: number
  /** Largest `seen` so far; 0 for an empty log. */
  running: number
  /** Time of the last entry, seconds UTC; 0 for an empty log. */
  time: number
  /** Compact frontier of the epoch's RFC 6962 tree: hashes of the maximal complete subtrees, left to right. */
  frontier: Uint8Array[]
  /** The log that the next entry goes into: its number, and how many entries all before it have. */
  epoch: number
  base: number
  /** Nothing more comes into it: the next entry begins another. */
  closed: boolean
  /** Time of the last statement of where it ends, which alone the next may begin with; 0 before there was one. */
  stated: number
}

/** The one row a relation is locked by. */
export interface Heads {
  ours: LogHead
  theirs: LogHead
}

export interface EntryRow {
  side: Party
  index: number
  leaf: string
  /** The header exactly as its author wrote it. */
  bytes: Uint8Array
  running: number
  /** The header's time; the previous entry's when the bytes are no header. */
  time: number
  kind: Header['kind'] | 'malformed'
  dossier: string | null
  /** A mark whose own `seen` is below `running`. Of one from before this was kept nothing says so but its bytes. */
  lowered?: true
}

/** Where an entry stands, for what needs to know no more of it. */
export type EntryPlace = Pick<EntryRow, 'side' | 'index' | 'leaf'>

export interface PartRow {
  leaf: string
  name: string
  salt: Uint8Array
  bytes: Uint8Array
}

/** A part as it stands: given with its bytes, destroyed, or declared absent by its author. */
export type PartState =
  | { name: string; state: 'held'; salt: Uint8Array; bytes: Uint8Array }
  | { name: string; state: 'destroyed' | 'absent' }

/** By entry. */
export type PartStates = Map<string, Pick<PartState, 'name' | 'state'>[]>

export interface PartName {
  leaf: string
  name: string
}

export interface NodeRow {
  level: number
  index: number
  hash: Uint8Array
}

export interface CheckpointRow {
  side: Party
  size: number
  /** The signed note, with its author's two lines. */
  note: string
  /** The other side's two lines over it, byte for byte as first given; `null` until they are held. */
  cosignature: string | null
}

/** The side that has to act in a dossier: one of them, both, or either where nobody has to; `null` when nobody can go on. */
export type Turn = 'ours' | 'theirs' | 'both' | 'either'

/** What a page of them is ordered by. */
export type DossierKey = Pick<DossierRow, 'id' | 'due' | 'changed'>

/** A dossier with the columns that lists are ordered and narrowed by. */
export interface DossierRow {
  id: string
  procedure: string
  plays: string | null
  /** Folded over everything settled. */
  settled: DossierState
  /** Folded on over our own acts that are on their way; equal to `settled` when there are none. */
  ahead: DossierState
  /** The pair of sizes `settled` was computed at. */
  at: { keeper: number; guest: number }
  /** Party that has to move, `null` when final. */
  waits: Party | null
  turn: Turn | null
  due: number | null
  /** From when on the clock has to write in it; `null` where it has not, or where the other side keeps it. */
  wakes: number | null
  /** Recalls of the other side that no office of ours has taken note of, by leaf; missing where there is none. */
  unnoted?: string[]
  /** Offices that take part, ours and theirs. */
  offices: string[]
  level: string | null
  /** Roles that may learn of it; every role where there is none. */
  readers: string[]
  /** What it is filed under: dossier and content. */
  under: { dossier: string; content: string | null }[]
  opened: number
  changed: number
}

export interface DossierFilter {
  plays?: string | null
  procedure?: string
  /** Filed under this dossier. */
  under?: string
  /** With `under`: filed under this content of it; `null` for the dossier as a whole. */
  content?: string | null
  /** Only dossiers in which one of these offices takes part; everything when absent. */
  offices?: string[]
  /** Whether the settled state is not final (`settled.closed === null`). */
  open?: boolean
  /** Only dossiers in which it is one of these who has something to do. */
  turns?: readonly Turn[]
  /** Only dossiers that were due before this time. */
  dueBefore?: number
}

/** A page, ordered by due time (none last), then newest change, then id. */
export interface DossierQuery extends DossierFilter {
  limit: number
  /** `cursorOf` the last row of the page before; anything else is `bad-query`. */
  after?: string
}

/** A verdict that differs from what the row says by itself: kept so that the ladder needs no refold. */
export interface JudgedRow {
  leaf: string
  verdict: 'effective' | 'overtaken' | 'void'
  code: string | null
  /** Index in the keeper's log of the settling entry; `null` while provisional. */
  settler: number | null
  time: number | null
}

export interface IncidentRow {
  at: number
  code: string
  /** What it says; `UNREADABLE` where that cannot be read any more. */
  detail: unknown
}

/** Nothing waits for one that cannot be read; whoever asks what it said takes it as the worst that it may have been. */
export const UNREADABLE = { unreadable: true } as const

export function isUnreadable({ detail }: Pick<IncidentRow, 'detail'>): boolean {
  return (detail as { unreadable?: unknown }).unreadable === true
}

/** What one outside witness signed of our log. */
export interface WitnessedRow {
  /** The witness's name, as in its key. */
  witness: string
  /** Size of the checkpoint that it signed. */
  size: number
  /** Its verified lines, each with its newline. */
  lines: string
  /** When we got them; whole seconds. */
  at: number
}

/** What one time-stamping authority signed of our log. */
export interface StampRow {
  /** Where it was asked. */
  authority: string
  /** Size of the checkpoint that was stamped, with its cosignature. */
  size: number
  /** What it stated; whole seconds. */
  time: number
  /** Its answer, byte for byte. */
  token: Uint8Array
  /** When we got it; whole seconds. */
  at: number
}

/** An entry of the other side that was shown before its turn. */
export interface AnnouncedRow {
  leaf: string
  /** Where it will stand in their log. */
  index: number
  /** Size of their head that it was shown under. */
  size: number
  /** When it came; whole seconds. */
  at: number
  /** The announcement, byte for byte. */
  bytes: Uint8Array
}

/** As it is found; `bytes` is `null` where they do not open: what is stored beside them is read all the same. */
export type AnnouncedFound = Omit<AnnouncedRow, 'bytes'> & { bytes: Uint8Array | null }

/** The last thing the other side said in a dossier, and what we wrote there when we held it. */
export interface Received {
  entry: EntryRow
  since: EntryRow[]
}

/** What operators watch of a relation. */
export interface Gauge {
  /** What waits of our log, marks left out; `bytes` counts headers with their parts. */
  waiting: { entries: number; bytes: number; oldest: number | null }
  /** How many there ever were, by code. */
  incidents: Map<string, number>
  /** Only of states that there are, and of what is not where it belongs yet. */
  files: { own: boolean; state: FileState; count: number }[]
}

export interface Reader extends ApartReads, AsStored, LargeReads, RetentionReads {
  heads(): Promise<Heads>
  /** `bytes` counts headers with their parts; the first entry is given whatever its size. */
  entries(side: Party, from: number, most: { entries: number; bytes: number }): Promise<EntryRow[]>
  /** The last `limit` entries before `before` (or the end), newest first: for the Register page. */
  tail(side: Party, before: number | null, limit: number): Promise<EntryRow[]>
  /** The first entry with these bytes; without `side`, ours before theirs, for nobody can stop a copy. */
  entryByLeaf(leaf: string, side?: Party): Promise<EntryRow | null>
  /** The first entry with each of these hashes, ours before theirs, in no order. */
  entriesByLeaf(leaves: string[]): Promise<EntryRow[]>
  /** Places of the first entry of each side with each of these hashes, ours before theirs, in no other order. */
  placesByLeaf(leaves: string[]): Promise<EntryPlace[]>
  /** The first `most` changes of keys from these indexes on, ours before theirs, each log in its order. */
  keyChanges(ours: number, theirs: number, most: number): Promise<EntryRow[]>
  /** The first mark of this side, of those whose row does not say that it is lowered, over so many entries of the other; over just so many of those behind an index. */
  markFrom(side: Party, from: number, behind?: number): Promise<EntryRow | null>
  /** The first such mark over a stored checkpoint, of the smallest from this size to that which has one; at this size of those behind an index. */
  markOver(side: Party, from: number, to: number | null, behind?: number): Promise<EntryRow | null>
  /** All entries of a dossier, both sides, each log in its order. */
  dossierEntries(dossier: string): Promise<EntryRow[]>
  /** Index of the last of them in each log; `null` where there is none. */
  lastIn(dossier: string): Promise<{ ours: number | null; theirs: number | null }>
  /**
   * By dossier: the other side's last opening or act, copies of ours and of earlier entries left out, and our entries
   * in the dossier whose `seen` covers it, in their order. A dossier in which they said nothing is missing.
   */
  lastReceived(dossiers: string[]): Promise<Map<string, Received>>
  /** First entry of `keeper`'s log whose `running` is above `guestIndex`. */
  settler(keeper: Party, guestIndex: number): Promise<{ index: number; time: number } | null>
  /** The settler of each of them, by its index; one that nothing settles yet is missing. */
  settlers(keeper: Party, guests: readonly number[]): Promise<Map<number, { index: number; time: number }>>
  /** Every leaf asked for is in the answer; `kept` comes first, then by name. */
  parts(leaves: string[]): Promise<Map<string, PartState[]>>
  /** The same without what they hold, for a dossier whose parts nobody bounds. */
  partStates(leaves: string[]): Promise<PartStates>
  /** Files that these entries commit to, by entry; one that commits to none is missing. */
  files(leaves: string[]): Promise<Map<string, FileRow[]>>
  /** Every entry that commits to a file with this digest, oldest first. */
  filesByDigest(digest: string): Promise<FileRow[]>
  /** One of them, however many there are: the other side says in how many of its entries it names one file. */
  fileWith(digest: string, of?: FileWith): Promise<FileRow | null>
  /** Oldest first, all or what came after one of them; or the newest, newest first. */
  filesIn(state: FileState, own: boolean, limit: number, from?: FilesFrom): Promise<FileRow[]>
  /** Hashes of one epoch's tree, in the order asked for; one that is missing is `entry-damaged`. */
  nodes(side: Party, epoch: number, at: { level: number; index: number }[]): Promise<Uint8Array[]>
  /** The epochs of both sides, by number. The first of a side is there once `beginEpoch` was told of it. */
  epochs(): Promise<EpochRow[]>
  /** The time that this question was answered with, while it is among those that are kept. */
  closingTime(epoch: number, nonce: Uint8Array): Promise<number | null>
  /** The smallest stored checkpoint of at least `size`; with `cosigned`, only those that hold a cosignature. */
  checkpointFrom(side: Party, size: number, cosigned?: boolean): Promise<CheckpointRow | null>
  /** The largest stored checkpoint; with `cosigned`, the largest that holds a cosignature. */
  lastCheckpoint(side: Party, cosigned?: boolean): Promise<CheckpointRow | null>
  /** The newest of each witness, by its name. */
  witnessed(): Promise<WitnessedRow[]>
  /** The oldest of each witness at the smallest witnessed size of at least this. */
  witnessedFrom(size: number): Promise<WitnessedRow[]>
  /** The newest of each authority, by where it was asked. */
  stamped(): Promise<StampRow[]>
  /** The oldest at the smallest stamped size of at least this. */
  stampFrom(size: number): Promise<StampRow | null>
  /** In the order of their index. */
  announcements(): Promise<AnnouncedFound[]>
  judged(leaves: string[]): Promise<Map<string, JudgedRow>>
  dossier(id: string): Promise<DossierRow | null>
  /** One that cannot be read is `entry-damaged`: then nothing of the page is given. */
  dossiers(query: DossierQuery): Promise<DossierRow[]>
  /** What such a page is of, by what its rows are found by. */
  dossierKeys(query: DossierQuery): Promise<DossierKey[]>
  /** By id; those that are not here are missing from the answer. */
  dossiersNamed(ids: string[]): Promise<Map<string, DossierRow>>
  /** Ids of dossiers in which the clock has to write by this time, longest waiting first. */
  waking(now: number, limit: number): Promise<string[]>
  /** How many there are by class, counting no further than `most` in all. */
  tallyDossiers(filter: DossierFilter, most: number): Promise<Tally[]>
  /** Sums of what `addTally` was given, by parent, procedure, side and measure; in no fixed order. */
  tallySums(query: SumQuery): Promise<TallySum[]>
  /** The rule by which those were counted, as `resetTally` was told; `null` where it never was. */
  tallyRule(): Promise<number | null>
  /** What an earlier request with this id was answered: a repeat gets the same. */
  answered(request: string): Promise<unknown | null>
  /** Newest first, at most `limit` (200); of these kinds, or of any. */
  incidents(limit?: number, codes?: string[]): Promise<IncidentRow[]>
  /** `from`: the index from which on entries of our log wait. */
  gauge(from: number): Promise<Gauge>
}

export interface Writer extends Reader, Mending, RetentionWrites {
  /** Resolves once what was gathered is on its way: whoever then does something that takes long does it meanwhile. */
  send(): Promise<void>
  /**
   * Appends to one log: entries, their parts (encrypted under keys of their own) and tree nodes, and moves
   * its head. Entries that do not continue the head are `internal`. A part given before stays as it is,
   * also when it was destroyed.
   */
  append(side: Party, entries: EntryRow[], parts: PartRow[], nodes: NodeRow[], head: LogHead): Promise<void>
  /** Nothing more is appended before another epoch begins. `stated`: when it was said so to its author, the last time. */
  closeEpoch(side: Party, stated?: number): Promise<void>
  /** It was closed by who had forgotten how much of it there is, and goes on. One that is not closed stays as it is. */
  reopenEpoch(side: Party): Promise<void>
  /**
   * Begins a closed log's next epoch, with an empty tree; or says the keys of the first. One that is not the next,
   * or does not begin where the log ends, is `internal`.
   */
  beginEpoch(row: EpochRow): Promise<void>
  /** The newest `most` of this log stay, by time, and none of another log. A second one with a nonce is ignored. */
  putClosingTime(row: ClosingQuestion, most: number): Promise<void>
  /** The first at a place stays for ever. Parts as with `append`. */
  putApart(rows: ApartRow[], parts: PartRow[]): Promise<void>
  /** Keeps the first note for a size for ever; a second one for the same size is ignored. */
  putCheckpoint(row: CheckpointRow): Promise<void>
  /**
   * Keeps the first cosignature for a size for ever; a second one for the same size is ignored. One for
   * which there is no checkpoint is `internal`.
   */
  putCosignature(side: Party, size: number, cosignature: string): Promise<void>
  /** A second one of the same witness and second is ignored. */
  putWitnessed(row: WitnessedRow): Promise<void>
  /** A second one of the same authority and second is ignored. */
  putStamp(row: StampRow): Promise<void>
  /** A second one of the same leaf is ignored. */
  putAnnounced(row: AnnouncedRow): Promise<void>
  /** Forgets, with its key, what was heard up to this time, or shown under heads of at most this size but for `leaves`. */
  dropAnnounced(size: number, heard: number, leaves?: readonly string[]): Promise<void>
  putJudged(rows: JudgedRow[]): Promise<void>
  /** Files of new entries; one that is there already stays as it is. */
  putFiles(rows: FileRow[]): Promise<void>
  /** Moves a file on from one of the states `from`; in another it stays. */
  moveFile(leaf: string, digest: string, from: FileState[], to: FileState): Promise<void>
  putDossier(row: DossierRow): Promise<void>
  /** Forgets all counts of the relation; those that are added from now on are by this rule. */
  resetTally(rule: number): Promise<void>
  /** Adds to the counts that reviews are made of. */
  addTally(changes: readonly TallyChange[]): Promise<void>
  putAnswered(request: string, answer: unknown): Promise<void>
  putIncident(at: number, code: string, detail: unknown): Promise<void>
  /** Says of parts that they were never given: their author declared them absent, or they came back without. */
  putAbsent(parts: PartName[]): Promise<void>
  /** Destroys salt, bytes and key of parts for good; that they were there remains. `kept` is refused: `internal`. */
  destroyParts(parts: PartName[]): Promise<void>
}

/** `read` and `locked` of a relation that was not opened are `unknown-relation`. */
export interface Store {
  /** Creates the relation's rows if they are not there; with other parties than before, `bad-config`. */
  open(relation: string, ours: Party, theirs: Party): Promise<void>
  /** A consistent snapshot; takes no lock. */
  read<T>(relation: string, work: (reader: Reader) => Promise<T>): Promise<T>
  /** Holds the relation's one lock from load to commit: append and accept never interleave. */
  locked<T>(relation: string, work: (writer: Writer) => Promise<T>): Promise<T>
  close(): Promise<void>
}
