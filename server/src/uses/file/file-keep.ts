/** What a node keeps files with, and what is known of them only while it runs. */
import type { FileFolder } from '../../store/files/folder.ts'
import type { UploadStore } from '../../store/uploads.ts'

export interface Progress {
  done: number
  total: number
}

export interface Unscanned {
  /** When it first got no answer since the scanner last answered about any file; `null` before it was asked again. */
  since: number | null
  /** How often it had got no answer when another file got one: then the file may be the cause. */
  before: number
  /** How often it got no answer, without the times when no file got one. */
  times: number
  /** It is not asked about before this time of the monotonic clock. Seconds. */
  notBefore: number
}

export interface FileKeep {
  folder: FileFolder
  uploads: UploadStore
  /** The largest file that is taken in, from an officer or from the other side. Bytes. */
  most: number
  /** The operator's outside command, fed by standard input; `null` where there is none. */
  scanner: readonly string[] | null
  /** Milliseconds that the scanner has for a file; each megabyte adds a second. */
  patience: number
  /** Bytes of the ciphertext that have come, or that the other side has asked for, by relation and digest. */
  progress: Map<string, Progress>
  /** Numbers of the pieces that a pouch brought, by the name of the file they belong to. */
  pieces: Map<string, Set<number>>
  /** The work under way on each upload: one piece at a time. */
  turns: Map<string, Promise<unknown>>
  /** Reads every draft of a relation: files that a draft encloses stay. */
  drafted: (relation: string) => Promise<unknown>
  /** Files about which the scanner gave no answer, by digest. `silentSince` says what that means. */
  unscanned: Map<string, Unscanned>
  /** Types found in files of acts, by entry and digest. */
  types: Map<string, string>
  /** The next round of scanning, while it waits for the one under way. */
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
