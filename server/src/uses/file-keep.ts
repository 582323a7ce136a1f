/** What a node keeps files with, and what is known of them only while it runs. */
import type { FileFolder } from '../store/files/folder.ts'
import type { UploadStore } from '../store/uploads.ts'

export interface Progress {
  done: number
  total: number
}

export interface FileKeep {
  folder: FileFolder
  uploads: UploadStore
  /** The largest file that is taken in, from an officer or from the other side. Bytes. */
  most: number
  /** The operator's outside command, fed by standard input; `null` where there is none. */
  scanner: readonly string[] | null
  /** By relation and digest: bytes of the ciphertext that have come, or that the other side has asked for. */
  progress: Map<string, Progress>
  /** One piece of one upload at a time. */
  turns: Map<string, Promise<unknown>>
  /** Uploads that will be scanned when those that are being scanned have been. */
  scan: Promise<void> | null
}

export function newFileKeep(of: Pick<FileKeep, 'folder' | 'uploads' | 'most' | 'scanner'>): FileKeep {
  return { ...of, progress: new Map(), turns: new Map(), scan: null }
}

export function progressKey(relation: string, digest: string): string {
  return `${relation} ${digest}`
}
