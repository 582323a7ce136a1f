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
import type { Recorded } from './command.ts'
import { Diverged } from './dossier/diverged.ts'
import type { Agreed } from './dossier/terms.ts'
import type { FileKeep } from './file/file-keep.ts'
import { type Exchanged, type Keyed, newKeyed } from './keys/key-record.ts'
import type { Learned } from './keys/learned-keys.ts'
import { TOLERANCE } from './limits.ts'
import { publicOf } from './log/signed.ts'
import type { Tail } from './log/tail.ts'
import type { Bounds } from './receive/bounds.ts'
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
  /** Numbers of the newest log of each side. */
  epoch: number
  theirEpoch: number
  /** All logs of each side, oldest first. */
  chain: { ours: readonly Epoch[]; theirs: readonly Epoch[] }
  /** Keys of the first log of each side, as they were exchanged; `null` where only later ones are known. */
  first: { ours: NoteKeys | null; theirs: NoteKeys | null }
  /** Signs our checkpoints; its name is our log's origin. A key of another epoch than the newest signs nothing. */
  log: NoteSigner
  /**
   * Makes the log keys of an epoch and keeps them on disk, with the epoch's base, before anything is signed with them;
   * the same keys if asked again. Keys that lie ready are taken where no log has named them.
   */
  newKeys: ((epoch: number, base: number, isFree: (keys: NoteKeys) => boolean) => Promise<NoteSigner>) | null
  /** Signs our cosignatures over their checkpoints. */
  custody: NoteSigner
  theirLog: NoteKeys
  theirCustody: NoteKeys
  /** Keys as the operators of both sides exchanged them. */
  exchanged: Exchanged
  /** Changes of keys since then, from both logs. */
  keyed: Keyed
  /** Changes of keys that the counterpart has shown and the logs here do not have. */
  learned: Learned | null
  /** Where our secrets are; `null` for a node that has no key file. */
  ring: KeyRing | null
  /** Hides in our acts, readable by us alone, which requests they answer; `null` for a node that has no key for it. */
  marks: RequestMarks | null
  /** When the first keys of each side were made; whole seconds. */
  keysMade: { ours: number; theirs: number } | null
  /** The certificates that both nodes show on the line, with the dates at which they end. */
  certificates: { ours: CertificateDate; theirs: CertificateDate } | null
  /** Our certificate with its key: one object for as long as the node runs, read by whatever opens a connection. */
  ourCertificate: Shown | null
  /** `waiting` until the other side's statement of both sizes was heard after this start. */
  start: 'waiting' | 'confirmed' | 'rolled-back'
  /**
   * Whether this node was brought back from a backup, and whether the other side was heard since. The other side may
   * hold no more than we do while more of ours is still on its way to it. So this takes its statement first and the
   * word of two operators after it.
   */
  restored: 'no' | 'unheard' | 'heard'
  /** Whether two operators have said that our log ends where the other side says, and that the next one begins. */
  renewing: boolean
  /** The newest log number for which keys were ever made, whatever the database knows of it. */
  made: number
  /** The log number for which keys were made in this run, while that log is not begun. */
  beginning: number | null
  /** When this run last asked where its log ends: each question is later than the one before. */
  asked: number
  /** Whether the stored folds of dossiers follow from all entries: not known in a node that is being renewed. */
  isFolded: boolean
  /** The second of our last receipt, as far as it is known; 0 before the first. */
  receipt: number
  /** When the other side was last asked for what came of our logs after their end, by the monotonic clock. */
  askedLate: number | null
  /** The sizes that the other side last stated for a nonce of ours: of its own log, and of ours as it holds it. */
  stated: { ours: number; theirs: number } | null
  /** They named more entries of ours than there are. `open`: they have still to be asked about it; `at`: when that last came. */
  doubted: { open: boolean; at: number | null }
  /** Dossiers in which the other side's mark states something else than we compute. */
  diverged: Diverged
  /** Seconds by which the two clocks may differ before nothing is recorded. */
  tolerance: number
  /** The agreed terms as last read; read again when there is more. */
  agreed: Agreed | null
  /** Whether the logs contradict each other, so that everything has to be read and not only what had effect. */
  readsWhole: boolean
  line: Line
  share: Share
  /**
   * `until`: until when the counterpart may have everything back. Then what it had within a day without that, when
   * operators were told that it asked for more, when its last receipt came, by the monotonic clock, and why nothing could
   * be given, as they were told last.
   */
  giving: {
    until: number
    mended: { at: number; entries: number }[]
    told: number
    receipted: number | null
    failed: NodeCode | null
  }
  /** Entries of ours that were shown to the other side before their turn. */
  shown: Set<string>
  /** Dossiers in which an act of the clock was due and could not be written. */
  unwoken: Set<string>
  /** Dossiers in which parts are over, but which could not be read when these were last to be destroyed. */
  spoiled: Set<string>
  /** Whether the last record named as much as one may, so that today may have more. */
  destroying: boolean
  /** When our key for sealing was changed in this run, by our clock. */
  sealedAt: number | null
  /** The day of our clock on which our last record was written, in this run. Days since 1970. */
  saidOn: number | null
  /** Digests of files that are destroyed in the register and may still be on the disk. */
  unremoved: Set<string>
  /** What was found damaged since the start and told. */
  damages: Set<string>
  /** Why the store last refused a write here; `null` again with the next write that succeeds or would. */
  refusal: NodeCode | null
  /** Whether the high-water file took no mark when something was last to leave: nothing leaves until it does. */
  unnoted: boolean
  gather: Gather<Asked, Recorded> | null
  /** How many of our entries the other side last said that it holds: a hint, like everything that is not signed. */
  holds: number
  /** The entries that were appended last. */
  tail: Tail | null
  /** The largest size of our log that this run has seen on disk: a log only grows. */
  grown: number
}

export interface Node {
  party: Party
  name: Text3
  relations: Map<string, Relation>
  store: Store
  /** Whole seconds since 1970, UTC. */
  clock: () => number
  /** Seconds with fractions that only go forward, from any start: they show when the clock was set. */
  monotonic: () => number
  random: (bytes: number) => Uint8Array
  verifier: Verifier
  /** Declarations by their digest. */
  procedures: ReadonlyMap<Hex, ProcedureWithTexts>
  directory: Directory
  events: Events
  /** For how many days a backup of the key store may be kept; stated in every deletion record. */
  keyBackupDays: number
  /** Limits of what is kept for a counterpart beside its log. */
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
  /** Keys of our earlier logs, oldest first. */
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
    giving: { until: 0, mended: [], told: 0, receipted: null, failed: null },
    shown: new Set(),
    unwoken: new Set(),
    spoiled: new Set(),
    destroying: false,
    sealedAt: null,
    saidOn: null,
    unremoved: new Set(),
    damages: new Set(),
    refusal: null,
    unnoted: false,
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
