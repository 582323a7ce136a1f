/** A file beside the log, and how far it is. */

/**
 * How far a file is. *Wanted*: it has to come from the other side. *Scanning*: whole, and held until the
 * operator's scanner has answered. *Here*: on this disk. *Held*: its receiver said so by an entry. *Refused*:
 * it is not what was committed to, or not let in. *Destroyed*: with the part that its key stood in.
 */
export type FileState = 'wanted' | 'scanning' | 'here' | 'held' | 'refused' | 'destroyed'

/** What is not named may be as it is. */
export interface FileWith {
  own?: boolean
  states?: readonly FileState[]
}

/** A file that an entry commits to. */
export interface FileRow {
  leaf: string
  digest: string
  /** Whether the entry is in our own log. */
  own: boolean
  dossier: string | null
  state: FileState
}

/** Where a look begins: behind a file, with the oldest, or with the newest. */
export type FilesFrom = Pick<FileRow, 'leaf' | 'digest'> | 'oldest' | 'newest'
