/** The part of a reader in memory that is about files. */
import type { FileRow, FileState, FilesFrom, FileWith } from '../file-row.ts'
import type { Rows } from './rows.ts'

export type Call = <T>(method: string, work: () => T) => Promise<T>

export class MemoryFileReader {
  protected readonly rows: Rows
  protected readonly call: Call
  readonly version: number

  /** `call` runs before and after every method: faults and crashes come in there. */
  constructor(rows: Rows, version: number, call: Call) {
    this.rows = rows
    this.version = version
    this.call = call
  }

  files(leaves: string[]): Promise<Map<string, FileRow[]>> {
    return this.call('files', () => {
      const found = new Map<string, FileRow[]>()
      for (const leaf of leaves) {
        const rows = this.rows.files.get(leaf, this.version)
        if (rows) found.set(leaf, structuredClone([...rows]))
      }
      return found
    })
  }

  filesByDigest(digest: string): Promise<FileRow[]> {
    return this.call('filesByDigest', () => this.#filesWhere((row) => row.digest === digest))
  }

  fileWith(digest: string, { own, states }: FileWith = {}): Promise<FileRow | null> {
    const isOne = (row: FileRow) =>
      row.digest === digest && (own ?? row.own) === row.own && (states ?? [row.state]).includes(row.state)
    return this.call('fileWith', () => this.#filesWhere(isOne)[0] ?? null)
  }

  filesIn(state: FileState, own: boolean, limit: number, from: FilesFrom = 'oldest'): Promise<FileRow[]> {
    return this.call('filesIn', () => {
      const all = this.#filesWhere(() => true)
      const at =
        typeof from === 'string'
          ? -1
          : all.findIndex(({ leaf, digest }) => leaf === from.leaf && digest === from.digest)
      const rest = all.slice(at + 1).filter((row) => row.state === state && row.own === own)
      return (from === 'newest' ? rest.reverse() : rest).slice(0, limit)
    })
  }

  #filesWhere(is: (row: FileRow) => boolean): FileRow[] {
    return [...this.rows.files.values(this.version)].flatMap(([, rows]) => structuredClone(rows.filter(is)))
  }
}
