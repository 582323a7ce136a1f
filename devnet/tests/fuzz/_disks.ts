/** Where a node keeps files: what was written is synced, no backup has it, and it fails or ends the process where it is told to. */
import { createHash } from 'node:crypto'
import { NodeError } from '../../../server/src/errors.ts'
import type { Fetcher } from '../../../server/src/outbound/fetcher.ts'
import { MemoryUploads } from '../../../server/src/store/memory/uploads.ts'
import type { UploadRow } from '../../../server/src/store/uploads.ts'
import { memoryFolder } from '../../../server/src/uses/_file-folder.ts'
import { type FileKeep, newFileKeep } from '../../../server/src/uses/file/file-keep.ts'
import type { Node } from '../../../server/src/uses/relation.ts'

export interface Disk {
  files: Map<string, Buffer>
  keep: FileKeep
  /** Nothing writes to it until a process is started again. */
  isDead: boolean
  /** The process ends at one of the next calls, before or after it was carried out. */
  dies: { in: number; when: 'before' | 'after' } | null
  /** Of the process that runs; of another it is dead. */
  fetching: { node: Node; fetcher: Fetcher } | null
  /** At which of the next pieces the line fails. */
  loses: number | null
  uploads: DrawnUploads
}

const LARGEST = 2 ** 20

export function newDisk(seed: string, { die, isFull }: { die(): void; isFull(): boolean }): Disk {
  const files = new Map<string, Buffer>()
  const uploads = new DrawnUploads(seed)
  const folder = memoryFolder(files, (call, when) => {
    if (disk.isDead) throw new NodeError({ code: 'stopping' })
    if (when === 'before' && call === 'write' && isFull()) throw new NodeError({ code: 'disk-full' })
    if (disk.dies?.when !== when) return
    disk.dies.in -= 1
    if (disk.dies.in > 0) return
    disk.dies = null
    die()
    throw new NodeError({ code: 'stopping' })
  })
  const disk: Disk = {
    files,
    keep: newFileKeep({ folder, uploads, most: LARGEST, scanner: null }),
    isDead: false,
    dies: null,
    fetching: null,
    loses: null,
    uploads,
  }
  return disk
}

/** The same secrets from the same seed; a second time none of them, also after all of it was lost. */
class DrawnUploads extends MemoryUploads {
  readonly #seed: string
  #made = 0

  constructor(seed: string) {
    super()
    this.#seed = seed
  }

  override putUpload(row: UploadRow): Promise<void> {
    return super.putUpload(this.#drawn(row))
  }

  override finishUpload(row: UploadRow): Promise<void> {
    return super.finishUpload(row.digest === null ? this.#drawn(row) : row)
  }

  async clear(): Promise<void> {
    for (const { id } of await this.uploadsBefore(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY))
      await this.dropUpload(id)
  }

  #drawn(row: UploadRow): UploadRow {
    this.#made += 1
    const of = (what: string) =>
      createHash('sha256').update(`${this.#seed} ${this.#made} ${what}`).digest('hex')
    return { ...row, secret: { ...row.secret, salt: of('salt'), key: of('key') } }
  }
}
