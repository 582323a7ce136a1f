/**
 * The one error of a node. `code` is from a closed list; `message` is for the operator's log and says
 * nothing personal; what an officer or a peer reads is looked up by the code, elsewhere.
 */
import { VERDICT_CODES } from '@counterpart/casework'

/** Answers to requests of officers and peers. */
const REQUEST_CODES = {
  'bad-json': 400,
  'bad-input': 400,
  'unknown-field': 400,
  'missing-field': 400,
  'bad-value': 400,
  /** A date long before or long after anything that an act could be about. */
  'year-unlikely': 400,
  /** A day in a field of the past lies ahead of this node's clock by more than a day, or a moment lies ahead. */
  'day-to-come': 400,
  'bad-query': 400,
  'bad-media-type': 415,
  'too-large': 413,
  /** Larger than this node takes. */
  'file-too-large': 413,
  /** Nothing is in it: somebody chose the wrong one. */
  'file-empty': 400,
  /** It goes on from another place: ask where. */
  'upload-offset': 409,
  /** An act names a file that was not brought here, or is gone. */
  'file-not-here': 409,
  /** The operator's scanner has not answered yet. */
  'file-scanning': 409,
  /** An act that waits for a second person encloses it. */
  'file-drafted': 409,
  /** So much was brought that no act holds yet. */
  'uploads-full': 409,
  'file-refused': 409,
  'not-signed-in': 401,
  'sign-in-failed': 401,
  /** As above, on a node whose clock is behind its own log. */
  'clock-behind': 401,
  'session-expired': 401,
  'bad-csrf': 403,
  /** A name that leads here but is not this node's: a page of that name gets nothing. */
  'bad-host': 421,
  'not-allowed': 403,
  'same-officer': 403,
  'not-found': 404,
  'unknown-relation': 404,
  'method-not-allowed': 405,
  'look-again': 409,
  /** What it answers was called back by its author. */
  'on-recalled': 409,
  'not-delivered': 409,
  /** More waits to be sent than one message can hold: what is recalled now could not be declared absent in time. */
  'recall-waits': 409,
  /** A recall of it waits for its second person already. */
  'recall-drafted': 409,
  /** It was destroyed at the end of its time, or recalled. */
  'part-destroyed': 410,
  'not-witnessed': 409,
  'not-stamped': 409,
  'draft-gone': 409,
  /** So many of one officer's wait for a second person. */
  'drafts-full': 409,
  'too-many-requests': 429,
  timeout: 503,
  stopping: 503,
} as const

/** Why a node drafts but does not record. */
export const HELD_CODES = {
  'held-clock': 409,
  'held-start': 409,
  'held-unknown-procedure': 409,
  'held-diverged': 409,
  'line-down': 503,
} as const

/** What a counterpart sent or stated cannot be taken. What a peer itself is told is in `wire/link.ts`. */
const PEER_CODES = {
  'bad-statement': 400,
  'bad-part': 400,
  gap: 409,
  'rolled-back': 409,
  'size-unproven': 409,
} as const

/** What the operator asks of a node that runs. */
const OPERATOR_CODES = {
  'not-running': 503,
  /** The other side has been heard since the start, or two operators have confirmed it. */
  'start-confirmed': 409,
  /** Nothing is held because of a time that the other side states. */
  'clock-agrees': 409,
  /** Brought back from a backup: first the other side has to say what it holds. */
  restored: 409,
  /** The keys have signed for a log of which the database holds nothing: first the other side has to say what it holds. */
  'log-begun': 409,
  /** What was given back contradicts what is here, or what was kept elsewhere. */
  'given-differs': 409,
} as const

/** Why a key is not changed. */
const KEY_CODES = {
  /** The other side has not receipted the change before. */
  'rotation-open': 409,
  /** So many changes were made that no further one counts. */
  'keys-full': 409,
} as const

/** Why a pouch, or the rest of it, is not taken. */
const POUCH_CODES = {
  'pouch-damaged': 400,
  'pouch-newer': 400,
  'pouch-other-relation': 409,
  'pouch-own': 409,
  'pouch-other-epoch': 409,
  'pouch-epoch-closed': 409,
  /** More of logs that ended came than is kept. */
  'pouch-late-full': 507,
  /** Another continuation of a log that ended than the one that is kept. */
  'pouch-late-other': 409,
  'pouch-unknown-key': 409,
  /** Its entries are not those of its signed head. */
  'pouch-not-signed': 409,
  /** Two signed heads that cannot both be true; there is an incident. */
  'pouch-contradicts': 409,
  /** Too much waits for parts before it. */
  'pouch-no-room': 507,
  'pouch-too-small': 400,
} as const

/** Storage and start-up. */
const NODE_CODES = {
  'database-not-durable': 503,
  'database-too-old': 503,
  'database-newer': 503,
  'database-unreachable': 503,
  'database-damaged': 500,
  'database-denied': 503,
  'database-binaries-missing': 503,
  'database-in-use': 503,
  'database-busy': 503,
  /** The connection broke during a commit: see `unknown`. */
  'outcome-unknown': 503,
  'entry-damaged': 500,
  /** More than is read into memory at once: whoever filled it is the other side. */
  'dossier-too-large': 507,
  /** Nothing is signed yet, and the opening may come back with our own log. */
  'opening-missing': 503,
  'key-missing': 500,
  'key-wrong': 500,
  /** A file is there, and the user of the node may not read or write it. */
  'not-permitted': 500,
  /** An outside command or token does not sign, or signs what does not verify. */
  'signer-failed': 503,
  'disk-full': 507,
  'files-unavailable': 503,
  /** The file outside the database cannot be read or written: nothing leaves. */
  'high-water': 503,
  'file-damaged': 500,
  'no-ordinary-user': 503,
  'port-in-use': 503,
  'bad-config': 500,
  /** No backup, one that was changed, or half of one and half of another. */
  'backup-damaged': 500,
  /** It holds more of one of our logs than there was when that was ended: another machine's, which is lost. */
  'backup-superseded': 500,
  /** A backup is brought back into an empty database only. */
  'not-empty': 500,
  /** What was brought back into this database is not there yet: a node on it would stand in its way. */
  'restore-unfinished': 503,
  'no-sign-in': 500,
  internal: 500,
} as const

type OwnCode =
  | keyof typeof REQUEST_CODES
  | keyof typeof HELD_CODES
  | keyof typeof PEER_CODES
  | keyof typeof OPERATOR_CODES
  | keyof typeof KEY_CODES
  | keyof typeof POUCH_CODES
  | keyof typeof NODE_CODES

export type NodeCode = OwnCode | (typeof VERDICT_CODES)[number]

type VerdictStatus = Record<(typeof VERDICT_CODES)[number], number>

/** An act that cannot be recorded conflicts with what stands; one whose fields are wrong is bad input. */
const VERDICT_STATUS: VerdictStatus = {
  ...(Object.fromEntries(VERDICT_CODES.map((code) => [code, 409])) as VerdictStatus),
  malformed: 400,
  'bad-fields': 400,
  'unknown-dossier': 404,
  'unknown-act': 400,
  'wrong-side': 403,
  'wrong-office': 403,
  'wrong-level': 403,
}

/** Every code with its HTTP status. */
export const STATUS: Readonly<Record<NodeCode, number>> = {
  ...VERDICT_STATUS,
  ...REQUEST_CODES,
  ...HELD_CODES,
  ...PEER_CODES,
  ...OPERATOR_CODES,
  ...KEY_CODES,
  ...POUCH_CODES,
  ...NODE_CODES,
}

export const ERROR_CODES: readonly NodeCode[] = Object.keys(STATUS).sort() as NodeCode[]

export interface NodeErrorOptions {
  code: NodeCode
  /** For the operator; defaults to the code. */
  message?: string
  cause?: unknown
  /** JSON pointer to the input field that is wrong. */
  path?: string
  /** Nobody knows whether the write took place: look again before answering. */
  unknown?: boolean
  /** HTTP status, when it is not the code's own. */
  status?: number
  /** Bytes that are allowed, to be said with what is too large. */
  most?: number
}

/** Whether the file system says that there is no room, or none for this user. */
export function isDiskFull(cause: unknown): boolean {
  const code = (cause as NodeJS.ErrnoException | null | undefined)?.code
  return code === 'ENOSPC' || code === 'EDQUOT'
}

/** Whether what is stored is not what was written. A store that reads such a thing gives nothing of it, and goes on. */
export function isDamage(error: unknown): error is NodeError {
  return error instanceof NodeError && error.code === 'entry-damaged'
}

/** `null` for what is damaged: that keeps nobody from what is stored beside it. @throws what is wrong with more than that */
export function unlessDamaged<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (isDamage(error)) return null
    throw error
  }
}

export class NodeError extends Error {
  readonly code: NodeCode
  readonly status: number
  readonly unknown: boolean
  readonly path: string | undefined
  readonly most: number | undefined

  constructor(options: NodeErrorOptions) {
    super(options.message ?? options.code, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'NodeError'
    this.code = options.code
    this.status = options.status ?? STATUS[options.code]
    this.unknown = options.unknown ?? false
    this.path = options.path
    this.most = options.most
  }
}
