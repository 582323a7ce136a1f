/**
 * The header of an entry: the leaf of a log. Its author writes it once as UTF-8 JSON of at most
 * 16 KiB, and those exact bytes are what is hashed, signed, sent and kept; nobody serialises it again.
 *
 * Nothing in a header identifies a person: officers appear under an id made for the relation, and
 * what an act says is in parts, of which the header has salted digests only.
 */

/** Lower-case hexadecimal of 32 bytes. */
export type Hex = string

export interface PartDigest {
  /** `kept`, or a part named by the procedure. */
  name: string
  digest: Hex
  /** `always` (only for `kept`) or an ISO 8601 duration after the dossier closed. */
  keep: string
}

export interface FileDigest {
  /** Salted digest of the ciphertext. */
  digest: Hex
  /** Bytes, rounded up to a power of two, so that a size gives no document away. */
  size: number
}

interface Common {
  v: 1
  /** In whose logs it stands, such as `chn~vnm/border`. Only what was written before headers named it is without. */
  relation?: string
  /** How many entries of the other log the author had accepted. */
  seen: number
  /** Whole seconds since 1970, UTC; never before the previous entry of the same log. */
  time: number
  /** At least one, so that no leaf can be guessed from a neighbour's proof. The first is `kept`. */
  parts: PartDigest[]
}

interface ByOfficer {
  office: string
  /** Opaque, random for this relation; the table behind it never leaves its node. */
  officer: string
}

/** Opens a dossier, whose id is this leaf's hash (or fixed by relation and procedure, where there is one only). */
export interface OpenHeader extends Common, ByOfficer {
  kind: 'open'
  procedure: Hex
  act: string
  /** The settled entry of another dossier that caused this opening. */
  on?: Hex
  approver?: string
  handling: Handling
  files?: FileDigest[]
}

/** Does something in a dossier that stands. */
export interface ActHeader extends Common, ByOfficer {
  kind: 'act'
  dossier: Hex
  procedure: Hex
  act: string
  /** The entry this one answers; it falls with it. */
  on?: Hex
  approver?: string
  handling: Handling
  files?: FileDigest[]
}

/** An office of the receiver has had an entry on its screen. */
export interface OpenedHeader extends Common {
  kind: 'opened'
  dossier: Hex
  on: Hex
  office: string
}

/** Files of an entry of the other side are here: whole, verified, and not refused by the operator's scanner. */
export interface HeldHeader extends Common {
  kind: 'held'
  dossier: Hex
  /** The entry that commits to them. */
  on: Hex
  files: FileDigest[]
}

/** Appended on accepting a batch: from here on what the batch held is settled. */
export interface MarkHeader extends Common {
  kind: 'mark'
}

/** From this entry on its author signs, or opens what is sealed to it, with another key. */
export interface KeyHeader extends Common {
  kind: 'key'
  use: 'log' | 'custody' | 'seal'
  /** The two public keys of a log or a custody, as `name+id+key`, or one sealing key in base64. */
  keys: string[]
  /** The key before may be in other hands. */
  revoked?: true
}

/** The first entry of an epoch after the first: where the log before it ended, and the keys of this one. */
export interface EpochHeader extends Common {
  kind: 'epoch'
  /** Signed by its author's custody. */
  opening: string
  /** Signed by the other party's custody. */
  closing: string
}

/** Once a day: which parts of entries of either log its author has destroyed. They are named in its kept part. */
export interface DestroyedHeader extends Common {
  kind: 'destroyed'
}

interface OfRetention extends Common {
  dossier: Hex
  office: string
  officer: string
}

/** A court or an authority wants a dossier kept until a time; its author's last one counts. */
export interface StayHeader extends OfRetention {
  kind: 'stay'
  approver?: string
}

/** What its author's own entry says is wrong, or is withdrawn: parts of it are to be destroyed on both sides. */
export interface RecallHeader extends OfRetention {
  kind: 'recall'
  on: Hex
  approver?: string
}

/** An office of the receiver has taken note of a recall. */
export interface NotedHeader extends OfRetention {
  kind: 'noted'
  on: Hex
}

export type Header =
  | OpenHeader
  | ActHeader
  | OpenedHeader
  | HeldHeader
  | MarkHeader
  | KeyHeader
  | EpochHeader
  | DestroyedHeader
  | StayHeader
  | RecallHeader
  | NotedHeader

export type Handling = 'H0' | 'H1' | 'H2' | 'H3'

export const MAX_HEADER_BYTES = 16 * 1024
