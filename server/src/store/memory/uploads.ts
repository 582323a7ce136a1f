import type { UploadRow, UploadState, UploadStore } from '../uploads.ts'

/** Uploads in memory, for tests. */
export class MemoryUploads implements UploadStore {
  readonly #rows = new Map<string, UploadRow>()

  async putUpload(row: UploadRow): Promise<void> {
    this.#rows.set(row.id, structuredClone(row))
  }

  async upload(id: string): Promise<UploadRow | null> {
    return structuredClone(this.#rows.get(id) ?? null)
  }

  async uploadByDigest(relation: string, digest: string): Promise<UploadRow | null> {
    return this.#where((row) => row.relation === relation && row.digest === digest)[0] ?? null
  }

  async finishUpload(row: UploadRow): Promise<void> {
    if (this.#rows.get(row.id)?.state === 'open') this.#rows.set(row.id, structuredClone(row))
  }

  async moveUpload(id: string, from: UploadState, to: UploadState): Promise<void> {
    const row = this.#rows.get(id)
    if (row?.state === from) row.state = to
  }

  async uploadsIn(state: UploadState, limit: number): Promise<UploadRow[]> {
    return this.#where((row) => row.state === state)
      .reverse()
      .slice(0, limit)
  }

  async uploadsBefore(created: number, limit: number): Promise<UploadRow[]> {
    return this.#where((row) => row.created < created).slice(0, limit)
  }

  async uploadsBy(officer: string): Promise<UploadRow[]> {
    return this.#where((row) => row.officer === officer)
  }

  async openUploads(officer: string): Promise<number> {
    return this.#where((row) => row.officer === officer && row.state === 'open').length
  }

  async dropUpload(id: string): Promise<void> {
    this.#rows.delete(id)
  }

  #where(is: (row: UploadRow) => boolean): UploadRow[] {
    const found = [...this.#rows.values()].filter(is)
    return structuredClone(found.sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1)))
  }
}
