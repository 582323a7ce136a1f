import { NodeError } from '../../errors.ts'
import { type DraftEnd, type DraftRow, type DraftStore, ENDED_BY_NODE, endsFrom } from '../drafts.ts'

/** Drafts in memory, for tests. */
export class MemoryDrafts implements DraftStore {
  readonly #drafts = new Map<string, string>()

  async putDraft(draft: Omit<DraftRow, 'state' | 'since'>): Promise<void> {
    if (this.#drafts.has(draft.id)) {
      throw new NodeError({ code: 'internal', message: 'the database refused a statement' })
    }
    this.#put({ ...draft, command: draft.command ?? null, state: 'open', since: draft.created })
  }

  async draft(id: string): Promise<DraftRow | null> {
    return this.#read(id)
  }

  async standingDrafts(relation: string): Promise<DraftRow[]> {
    return this.#all()
      .filter((draft) => draft.relation === relation && stands(draft))
      .sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))
  }

  async standingOf(by: string): Promise<number> {
    return this.#all().filter((draft) => draft.by === by && stands(draft)).length
  }

  async endedOf(by: string, since: number): Promise<DraftRow[]> {
    return this.#all()
      .filter((draft) => draft.by === by && draft.since >= since)
      .filter(({ state }) => ENDED_BY_NODE.some((end) => end === state))
      .sort((a, b) => b.since - a.since || (a.id < b.id ? -1 : 1))
  }

  async declineDraft(id: string, command: unknown, at: number): Promise<boolean> {
    const draft = this.#read(id)
    if (draft?.state !== 'open') return false
    this.#put({ ...draft, command, state: 'declined', since: at })
    return true
  }

  async endDraft(id: string, state: DraftEnd, at: number): Promise<boolean> {
    const draft = this.#read(id)
    if (!draft || !endsFrom(state).includes(draft.state)) return false
    this.#put({ ...draft, command: null, state, since: at })
    return true
  }

  #read(id: string): DraftRow | null {
    const found = this.#drafts.get(id)
    return found === undefined ? null : (JSON.parse(found) as DraftRow)
  }

  #all(): DraftRow[] {
    return [...this.#drafts.values()].map((draft) => JSON.parse(draft) as DraftRow)
  }

  #put(draft: DraftRow): void {
    this.#drafts.set(draft.id, JSON.stringify(draft))
  }
}

function stands({ state }: DraftRow): boolean {
  return state === 'open' || state === 'declined'
}
