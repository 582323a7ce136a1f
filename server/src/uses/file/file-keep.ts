/** What a node keeps files with, and what is known of them only while it runs. */
import type { FileFolder } from '../../store/files/folder.ts'
import type { UploadStore } from '../../store/uploads.ts'

export interface Progress {
  done: number
  total: number
}

export interface Unscanned {
  /** The first time that it got no answer since the last one that any file got; `null` before it was asked again. */
  since: number | null
  /** How often it had got none before another got one: then it may be the file. */
  before: number
  /** How often it got none; what it shared with all others is not counted. */
  times: number
  /** Before when it is not asked again, by the monotonic clock. Seconds. */
  notBefore: number
}

export interface FileKeep {
  folder: FileFolder
  uploads: UploadStore
  /** The largest file that is taken in, from an officer or from the other side. Bytes. */
  most: number
  /** The operator's outside command, fed by standard input; `null` where there is none. */
  scanner: readonly string[] | null
  /** Milliseconds that the scanner has for a file, and a second more for each megabyte of it. */
  patience: number
  /** By relation and digest: bytes of the ciphertext that have come, or that the other side has asked for. */
  progress: Map<string, Progress>
  /** Which pieces of the other side's files a pouch brought, by what has come of them. */
  pieces: Map<string, Set<number>>
  /** One piece of one upload at a time. */
  turns: Map<string, Promise<unknown>>
  /** Every act that waits for a second person in a relation: what it encloses stays. */
  drafted: (relation: string) => Promise<unknown>
  /** By digest: what the scanner was asked about and did not answer. `silentSince` says what that means. */
  unscanned: Map<string, Unscanned>
  /** By entry and digest: what was found in files of acts. */
  types: Map<string, string>
  /** Uploads that will be scanned when those that are being scanned have been. */
  scan: Promise<void> | null
}

const PATIENCE = 60_000

export function newFileKeep(
  of: Pick<FileKeep, 'folder' | 'uploads' | 'most' | 'scanner'> &
    Partial<Pick<FileKeep, 'drafted' | 'patience'>>,
): FileKeep {
  const drafted = of.drafted ?? (async () => [])
  const patience = of.patience ?? PATIENCE
  return {
    ...of,
    drafted,
    patience,
    unscanned: new Map(),
    types: new Map(),
    progress: new Map(),
    pieces: new Map(),
    turns: new Map(),
    scan: null,
  }
}

export function progressKey(relation: string, digest: string): string {
  return `${relation} ${digest}`
}
