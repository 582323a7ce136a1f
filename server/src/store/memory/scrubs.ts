import type { ScrubStore } from '../scrubs.ts'

/** How far scrubs have come, in memory, for tests. */
export class MemoryScrubs implements ScrubStore {
  readonly #progress = new Map<string, string>()

  async progress(relation: string): Promise<unknown | null> {
    const kept = this.#progress.get(relation)
    return kept === undefined ? null : (JSON.parse(kept) as unknown)
  }

  async keepProgress(relation: string, progress: unknown): Promise<void> {
    this.#progress.set(relation, JSON.stringify(progress))
  }
}
