import type { AccessLog, AccessQuery, AccessRow } from '../access.ts'

/** The log of accesses in memory, for tests. */
export class MemoryAccessLog implements AccessLog {
  readonly #rows: (AccessRow & { id: number })[] = []

  async log(rows: readonly AccessRow[]): Promise<void> {
    for (const row of rows) this.#rows.push({ ...row, id: this.#rows.length + 1 })
  }

  async accesses({
    officer,
    kind,
    resource,
    limit,
    before,
  }: AccessQuery): Promise<(AccessRow & { id: number })[]> {
    return this.#rows
      .filter((row) => officer === undefined || row.officer === officer)
      .filter((row) => kind === undefined || row.kind === kind)
      .filter((row) => resource === undefined || row.resource === resource)
      .filter((row) => before === undefined || row.id < before)
      .reverse()
      .slice(0, limit)
      .map((row) => ({ ...row }))
  }
}
