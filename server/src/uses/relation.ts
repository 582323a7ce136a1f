/** A node and its relations, as the uses see them: ports and keys, and what is known only while it runs. */
import type { Party, Procedure } from '@counterpart/casework'
import type { Epoch, Hex, NoteKeys, NoteSigner, Verifier } from '@counterpart/protocol'
import type { Directory } from '../directory.ts'
import type { NodeCode } from '../errors.ts'
import type { Events } from '../events.ts'
import type { Shown } from '../keys/certificate.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import { type RequestMarks, requestMarks } from '../keys/request-marks.ts'
import type { HighWater } from '../store/files/high-water.ts'
import type { Store } from '../store/store.ts'
import { Diverged } from './dossier/diverged.ts'
import type { Agreed } from './dossier/terms.ts'
import type { FileKeep } from './file/file-keep.ts'
import { type Exchanged, type Keyed, newKeyed } from './keys/key-record.ts'
import type { Learned } from './keys/learned-keys.ts'
import { TOLERANCE } from './limits.ts'
import { publicOf } from './log/signed.ts'
import type { Tail } from './log/tail.ts'
import type { Bounds } from './receive/bounds.ts'
import type { Recorded } from './record/command.ts'
import type { Asked } from './record/decide.ts'
import type { Gather } from './record/gather.ts'
import { type Line, newLine } from './send/line.ts'
import { newShare, type Share } from './time-share.ts'

export type Text3 = { en: string; vi: string; 'zh-Hans': string }

export interface ProcedureWithTexts {
  procedure: Procedure
  texts: Record<string, unknown>
}

export interface CertificateDate {
  fingerprint: string
  until: number
}

export interface Relation {
  id: string
  word: string
  ours: Party
  theirs: Party
  /** Codes sorted. */
  parties: [Party, Party]
  /** Of the newest log of each side. */
  epoch: number
  theirEpoch: number
  /** All logs of each side, oldest first. */
  chain: { ours: readonly Epoch[]; theirs: readonly Epoch[] }
  /** Keys of the first log of each side, as they were exchanged; `null` where only later ones are known. */
  first: { ours: NoteKeys | null; theirs: NoteKeys | null }
  /** Signs our checkpoints; its name is our log's origin. Of another epoch than the newest, it signs nothing. */
  log: NoteSigner
  /**
   * Makes the log keys of an epoch, and keeps them, with where it begins, before anything is signed with
   * them; the same if asked again. Those that lie ready are taken where they are free.
   */
  newKeys: ((epoch: number, base: number, isFree: (keys: NoteKeys) => boolean) => Promise<NoteSigner>) | null
  /** Signs our cosignatures over their checkpoints. */
  custody: NoteSigner
  theirLog: NoteKeys
  theirCustody: NoteKeys
  /** Keys as the two operators gave them to each other. */
  exchanged: Exchanged
  /** What both logs say of keys since. */
  keyed: Keyed
  /** What the counterpart has shown of both sides' keys, beyond what the logs here say. */
  learned: Learned | null
  /** Where our secrets are; `null` for a node that has no key file. */
  ring: KeyRing | null
  /** Says in our acts, for us alone, which requests they answer; `null` for a node that has no key for it. */
  marks: RequestMarks | null
  /** When the first keys of each side were made; whole seconds. */
  keysMade: { ours: number; theirs: number } | null
  /** What both nodes show each other on the line, and when it ends. */
  certificates: { ours: CertificateDate; theirs: CertificateDate } | null
  /** Ours, with its key: one object for as long as the node runs, read by whatever begins a connection. */
  ourCertificate: Shown | null
  /** `waiting` until the other side's statement of both sizes was heard after this start. */
  start: 'waiting' | 'confirmed' | 'rolled-back'
  /**
   * Brought back from a backup, and whether the other side was heard since. It may hold no more than we do and
   * there may still be more, on its way to it: so this takes its statement and, after it, two operators.
   */
  restored: 'no' | 'unheard' | 'heard'
  /** Two operators said that our log ends where the other side says, and that the next begins. */
  renewing: boolean
  /** The newest number of a log for which keys were ever made, whatever the database knows of it. */
  made: number
  /** The number of the log for which keys were made in this run, as long as it is not begun. */
  beginning: number | null
  /** When it last asked, in this run, where its log ends: each question is later than the one before. */
  asked: number
  /** Whether what is stored of dossiers follows from the entries: not known of a node that is being renewed. */
  isFolded: boolean
  /** The second of our last receipt, as far as it is known; 0 before the first. */
  receipt: number
  /** When the other side was last asked for what came of our logs after their end, by the monotonic clock. */
  askedLate: number | null
  /** What the other side last stated, for a nonce of ours: size of its own log, and of ours as it holds it. */
  stated: { ours: number; theirs: number } | null
  /** They spoke of more of ours than there is: whether they have still to be asked for it, and when that came last. */
  doubted: { open: boolean; at: number | null }
  /** Dossiers in which the other side's mark states something else than we compute. */
  diverged: Diverged
  /** Seconds by which times may differ before both are shown. */
  tolerance: number
  /** What was agreed when we last looked; made again when there is more. */
  agreed: Agreed | null
  /** Whether a cut was met that only the whole of a dossier says something of: logs that contradict each other. */
  readsWhole: boolean
  line: Line
  share: Share
  /**
   * Until when the counterpart may have all back that we keep; and what it had without that within a day, when it was
   * told that it asked for more, and when their last receipt came, by the monotonic clock.
   */
  giving: {
    until: number
    mended: { at: number; entries: number }[]
    told: number
    receipted: number | null
  }
  /** Of our newest entries, those that were shown to the other side before their turn. */
  shown: Set<string>
  /** Dossiers in which the clock could not write when it was last due. */
  unwoken: Set<string>
  /** Dossiers in which something is over, and that could not be read when it was last to be destroyed. */
  spoiled: Set<string>
  /** Whether the last record named as much as one may, so that there may be more of today. */
  destroying: boolean
  /** When our key for sealing was changed in this run, by our clock. */
  sealedAt: number | null
  /** The day of our clock on which our last record was written, in this run. Days since 1970. */
  saidOn: number | null
  /** Digests of files that are destroyed in the register and may still be on the disk. */
  unremoved: Set<string>
  /** What was found damaged since the start and told. */
  damages: Set<string>
  /** Why the store last refused to take something here; `null` again with the next that it took, or would take. */
  refusal: NodeCode | null
  gather: Gather<Asked, Recorded> | null
  /** How many of our entries the other side last said that it holds: a hint, as everything that is not signed. */
  holds: number
  /** What was appended last. */
  tail: Tail | null
  /** Size of our log as this run has seen it on the disk: it only grows. */
  grown: number
}

export interface Node {
  party: Party
  name: Text3
  relations: Map<string, Relation>
  store: Store
  /** Whole seconds since 1970, UTC. */
  clock: () => number
  /** Seconds, and parts of them, that only go forward, from any beginning: shows when the clock was set. */
  monotonic: () => number
  random: (bytes: number) => Uint8Array
  verifier: Verifier
  /** By digest; an engine keeps every version it ever shipped. */
  procedures: ReadonlyMap<Hex, ProcedureWithTexts>
  directory: Directory
  events: Events
  /** For how many days a backup of the key store may be kept; stated in every deletion record. */
  keyBackupDays: number
  /** What may be kept of a counterpart beside its log. */
  bounds: Bounds
  /** `null` where no files are kept. */
  files: FileKeep | null
  /** Outside the database; `null` where there is none. */
  water: HighWater | null
}

export interface RelationKeys {
  id: string
  ours: Party
  theirs: Party
  epoch: number
  theirEpoch: number
  log: NoteSigner
  custody: NoteSigner
  theirLog: NoteKeys
  theirCustody: NoteKeys
  /** First sealing keys of both sides, base64, ours first. */
  seals?: readonly string[]
  ring?: KeyRing | null
  /** The key for marks of requests. */
  marks?: Uint8Array
  keysMade?: Relation['keysMade']
  certificates?: Relation['certificates']
  ourCertificate?: Relation['ourCertificate']
  /** Of our logs before this one, oldest first. */
  past?: readonly NoteKeys[]
  newKeys?: Relation['newKeys']
}

export function newRelation(keys: RelationKeys): Relation {
  const [first, second] = [keys.ours, keys.theirs].sort()
  const {
    past = [],
    seals = [],
    ring = null,
    marks,
    keysMade = null,
    certificates = null,
    ourCertificate = null,
    ...rest
  } = keys
  const ours = publicOf(keys.log)
  const exchanged: Exchanged = {
    ours: { log: ours, custody: publicOf(keys.custody) },
    theirs: { log: keys.theirLog, custody: keys.theirCustody },
    seals,
  }
  return {
    ...rest,
    exchanged,
    keyed: newKeyed(exchanged),
    learned: null,
    ring,
    marks: marks ? requestMarks(marks) : null,
    keysMade,
    certificates,
    ourCertificate,
    chain: {
      ours: [{ number: keys.epoch, base: 0, log: ours }],
      theirs: [{ number: keys.theirEpoch, base: 0, log: keys.theirLog }],
    },
    first: {
      ours: keys.epoch === 1 ? ours : (past[0] ?? null),
      theirs: keys.theirEpoch === 1 ? keys.theirLog : null,
    },
    newKeys: keys.newKeys ?? null,
    word: keys.id.slice(keys.id.indexOf('/') + 1),
    parties: [first ?? keys.ours, second ?? keys.theirs],
    start: 'waiting',
    restored: 'no',
    renewing: false,
    beginning: null,
    asked: 0,
    made: keys.epoch,
    isFolded: false,
    stated: null,
    doubted: { open: false, at: null },
    receipt: 0,
    askedLate: null,
    diverged: new Diverged(),
    tolerance: TOLERANCE,
    agreed: null,
    readsWhole: false,
    line: newLine(),
    share: newShare(),
    giving: { until: 0, mended: [], told: 0, receipted: null },
    shown: new Set(),
    unwoken: new Set(),
    spoiled: new Set(),
    destroying: false,
    sealedAt: null,
    saidOn: null,
    unremoved: new Set(),
    damages: new Set(),
    refusal: null,
    gather: null,
    holds: 0,
    tail: null,
    grown: 0,
  }
}

/** The other of two parties. */
export function otherThan(relation: Relation, side: Party): Party {
  return side === relation.ours ? relation.theirs : relation.ours
}
