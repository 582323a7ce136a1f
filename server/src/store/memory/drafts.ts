import { NodeError } from '../../errors.ts'
import type { DraftRow, DraftStore } from '../drafts.ts'

/** Drafts in memory, for tests. */
export class MemoryDrafts implements DraftStore {
  readonly #drafts = new Map<string, string>()

  async putDraft(draft: Omit<DraftRow, 'state'>): Promise<void> {
    if (this.#drafts.has(draft.id)) {
      throw new NodeError({ code: 'internal', message: 'the database refused a statement' })
    }
    this.#drafts.set(draft.id, JSON.stringify({ ...draft, command: draft.command ?? null, state: 'open' }))
  }

  async draft(id: string): Promise<DraftRow | null> {
    const found = this.#drafts.get(id)
    return found === undefined ? null : (JSON.parse(found) as DraftRow)
  }

  async openDrafts(relation: string, limit = 200): Promise<DraftRow[]> {
    return [...this.#drafts.values()]
      .map((draft) => JSON.parse(draft) as DraftRow)
      .filter((draft) => draft.relation === relation && draft.state === 'open')
      .sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))
      .slice(0, limit)
  }

  async endDraft(id: string, state: 'approved' | 'withdrawn'): Promise<boolean> {
    const found = this.#drafts.get(id)
    const draft = found === undefined ? null : (JSON.parse(found) as DraftRow)
    if (draft?.state !== 'open') return false
    this.#drafts.set(id, JSON.stringify({ ...draft, command: null, state }))
    return true
  }
}
