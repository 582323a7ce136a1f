/**
 * Files that an officer has brought and that no act holds yet. They belong to this node alone. Name, key and
 * salt are encrypted at rest under a key of their own, which goes with the upload.
 */
export type UploadState = 'open' | 'scanning' | 'ready' | 'refused'

export interface UploadSecret {
  name: string
  bytes: number
  /** By its content; empty until it is whole. */
  type: string
  /** Hexadecimal of 32 random bytes each. */
  salt: string
  key: string
}

export interface UploadRow {
  id: string
  relation: string
  /** The account that brought it; nobody else sees it. */
  officer: string
  /** Seconds UTC. */
  created: number
  secret: UploadSecret
  /** Digest of the whole ciphertext; `null` until it is whole. */
  digest: string | null
  state: UploadState
}

/** What is read of it without its key. */
export type UploadPlace = Omit<UploadRow, 'secret'>

/** As it is found; `secret` is `null` where it does not open: that keeps nobody from the others, nor from removing it. */
export type UploadFound = UploadPlace & { secret: UploadSecret | null }

export interface UploadStore {
  /** `id` is new. */
  putUpload(row: UploadRow): Promise<void>
  upload(id: string): Promise<UploadFound | null>
  uploadByDigest(relation: string, digest: string): Promise<UploadFound | null>
  /** Changes what is not whole yet: into what it came to, or its key for another one. */
  finishUpload(row: UploadRow): Promise<void>
  moveUpload(id: string, from: UploadState, to: UploadState): Promise<void>
  /** Newest first. */
  uploadsIn(state: UploadState, limit: number): Promise<UploadFound[]>
  /** Oldest first. */
  uploadsBefore(created: number, limit: number): Promise<UploadPlace[]>
  /** All of one officer, oldest first. */
  uploadsBy(officer: string): Promise<UploadFound[]>
  /** How many an officer has under way. */
  openUploads(officer: string): Promise<number>
  /** With its key. */
  dropUpload(id: string): Promise<void>
}
