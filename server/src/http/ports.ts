/**
 * What the officers' API asks of the node behind it. Nothing here decides who may do what: every
 * route asks `allow` first, and hands the officer on only where the answer depends on him or her.
 */
import type { FileValue, Level, Party, Period, Procedure, ReviewScope, Role } from '@counterpart/casework'
import type { Office } from '../directory.ts'
import type { Here } from '../uses/record/draft-care.ts'
import type { AnnouncedView } from './schema/announced.ts'
import type {
  Acting,
  DeskPage,
  DeskView,
  DossierList,
  DossierView,
  Opening,
  Preview,
  RecordedAct,
} from './schema/dossier.ts'
import type { Uploading, UploadView } from './schema/files.ts'
import type { OperationView } from './schema/operation.ts'
import type { HealthView, IncidentView, KeysView, RegisterPage } from './schema/register.ts'
import type { Noting, Recalling, RetentionPage, Staying } from './schema/retention.ts'
import type { FramePage, ReviewAnswer } from './schema/review.ts'
import type { LineView, ProcedureView, RelationView } from './schema/session.ts'
import type { HeldPage, Way } from './schema/way.ts'

/** Who acts: an account with the office it is held in. */
export interface Officer {
  id: string
  name: string
  side: Party
  office: Office
  roles: readonly Role[]
}

/** What permission needs to know of a dossier. */
export interface RowFacts {
  id: string
  relation: string
  /** Digest of its declaration. */
  digest: string
  plays: string | null
  level: Level | null
  offices: readonly string[]
  /** Roles that may learn of it; every role where there is none. */
  readers: readonly Role[]
}

/** What one officer may be shown of all dossiers. Every row, count and link is made from what it lets through. */
export interface Sight {
  /** Offices to narrow a query by: no working dossier outside these is shown. `null` for all. */
  offices: readonly string[] | null
  /** The decision for one row. It is kept by class, so it is cheap enough for every row. */
  sees(facts: RowFacts): boolean
}

export interface DeskQuery {
  relation?: string
  view: DeskView
  procedure?: string
  after?: string
}

export interface ListQuery {
  relation?: string
  plays?: string
  under?: string
  after?: string
}

export interface FrameQuery {
  relation: string
  plays: string
  under?: string
  after?: string
}

export interface ReviewQuery {
  relation: string
  period: Period
  scope: ReviewScope
}

export interface RegisterQuery {
  relation: string
  side?: Party
  before?: number
}

export interface ActCommand extends Acting {
  dossier: string
}

/** What is declared of a dossier's procedure. */
export type Declared = ({ kind: 'open' } & Opening) | ({ kind: 'act' } & ActCommand)

/** What a second person may have to approve. */
export type Command =
  | Declared
  | ({ kind: 'recall'; dossier: string } & Recalling)
  /** `over`: until when the stay of ours stood that two persons looked at. */
  | ({ kind: 'stay'; dossier: string; over?: number } & Staying)

/** What one person may do. */
export type Retaining = { dossier: string } & (({ kind: 'stay' } & Staying) | ({ kind: 'noted' } & Noting))

/** A file to be downloaded. */
export interface Download {
  name: string
  bytes: Uint8Array
}

/** A file of an act. */
export interface FileDownload {
  name: string
  bytes: number
  /** The type a page may show it as, by its content; `null` for what is only ever saved. */
  shownAs: string | null
  read(): AsyncIterable<Uint8Array>
}

/** Files that officers bring, each seen by its own officer alone. */
export interface Uploads {
  begin(asked: Uploading, officer: Officer): Promise<UploadView>
  put(id: string, officer: Officer, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<UploadView>
  look(id: string, officer: Officer): Promise<UploadView>
  cancel(id: string, officer: Officer): Promise<void>
}

export type LiveEvent =
  | { kind: 'changed'; relation: string; dossiers: readonly string[] }
  | { kind: 'line'; relation: string; line: LineView }

export interface Uses {
  relations(): Promise<RelationView[]>
  procedures(): Promise<ProcedureView[]>
  procedure(digest: string): Procedure | null
  desk(query: DeskQuery, officer: Officer, sight: Sight): Promise<DeskPage>
  dossiers(query: ListQuery, officer: Officer, sight: Sight): Promise<DossierList>
  frame(query: FrameQuery, sight: Sight): Promise<FramePage>
  /** Counts dossiers whoever may read them: only for the `REVIEWERS` of a ministry, whom nothing it tells is closed to. */
  review(query: ReviewQuery): Promise<ReviewAnswer>
  /** What permission needs of these dossiers; those that are not here are missing from the answer. */
  facts(dossiers: readonly string[]): Promise<Map<string, RowFacts>>
  /** What the other side shows before its turn, with what permission needs of each. */
  announced(relation: string): Promise<{ facts: RowFacts; view: AnnouncedView }[]>
  /** Acts of this side that came after the log they were written in had ended. */
  late(relation: string): Promise<{ facts: RowFacts; view: AnnouncedView }[]>
  dossier(id: string, officer: Officer, sight: Sight): Promise<DossierView | null>
  /** Does the act, or answers what the same request was answered before. */
  record(command: Command, officer: Officer, approver: Officer | null): Promise<RecordedAct>
  /** What a draft was recorded as, if somebody approved it; nothing else that was done under its id counts. */
  approved(relation: string, draft: string): Promise<RecordedAct | null>
  /** What can be read here now, and so may be repeated in a draft. */
  here(relation: string): Promise<Here>
  /** The position of a dossier, as an act has to give it back; `null` where it is not here. @throws NodeError `entry-damaged` */
  standsAt(relation: string, dossier: string): Promise<string | null>
  /** Safeguards for which this officer may not approve an act: they answered them, or wrote what its answer rests on. */
  answeredGates(relation: string, command: ActCommand, officer: Officer): Promise<string[]>
  /** Whether an act of ours was approved by this officer. */
  approvedBy(relation: string, leaf: string, officer: Officer): Promise<boolean>
  /** Throws what `record` would throw, a second person approving, and keeps nothing. */
  preview(command: Command, officer: Officer): Promise<Preview>
  /** What will leave when it is recorded: the fields in each part of its body. `level`: of its author's office. */
  leaving(command: Declared, digest: string, level: Level): Preview['parts']
  retention(relation: string, sight: Sight): Promise<RetentionPage>
  /** Until when a stay of ours keeps a dossier; 0 where none does. @throws NodeError `entry-damaged` */
  ownStay(relation: string, dossier: string): Promise<number>
  retain(command: Retaining, officer: Officer): Promise<RecordedAct>
  opened(dossier: string, request: string, officer: Officer): Promise<void>
  /** Which dossier an entry belongs to; `dossier` is null for a mark. */
  entry(leaf: string): Promise<{ relation: string; dossier: string | null } | null>
  /** `null` when it stands in no dossier. */
  way(leaf: string): Promise<Way | null>
  /** What waits in our log from this index on, as far as it may be read. */
  held(relation: string, from: number | null, sight: Sight): Promise<HeldPage>
  /** The proof as it is, under what others signed too, or the stamp alone. */
  proof(leaf: string, of: 'proof' | 'witnessed' | 'stamped' | 'time-stamp'): Promise<Download>
  uploads: Uploads
  /** `null` when it is not here. */
  file(leaf: string, digest: string): Promise<FileDownload | null>
  /** What an officer brought for an act that is not recorded yet. `officer`: the account. */
  brought(relation: string, officer: string, value: FileValue): Promise<FileDownload>
  evidence(dossier: string): Promise<Download>
  /** Evidence of one entry of a dossier, with what settled it. */
  actEvidence(leaf: string): Promise<Download>
  keys(relation: string): Promise<KeysView>
  register(query: RegisterQuery): Promise<RegisterPage>
  incidents(): Promise<IncidentView[]>
  health(): Promise<HealthView>
  operation(): Promise<OperationView>
  /** Whether a log of ours is dated later than our clock. */
  isBehind(): boolean
  /** Tells pages of what no entry says: that a draft waits, was declined or was taken back. */
  tell(relation: string): void
  /** Calls back after every commit, change of a line, and what was told; returns how to stop it. */
  listen(listener: (event: LiveEvent) => void): () => void
}
