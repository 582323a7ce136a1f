/** Drafts are in no log: whoever has a page open is told of them all the same, once they are stored. */
import type { Events } from '../events.ts'
import type { DraftStore } from './drafts.ts'

export function toldDrafts(drafts: DraftStore, events: Pick<Events, 'emit'>): DraftStore {
  // No dossier of theirs changed.
  const tell = (relation: string) => events.emit({ kind: 'changed', relation, dossiers: [] })
  return {
    async putDraft(draft) {
      await drafts.putDraft(draft)
      tell(draft.relation)
    },
    draft: (id) => drafts.draft(id),
    openDrafts: (...asked) => drafts.openDrafts(...asked),
    async endDraft(id, state) {
      const ended = await drafts.endDraft(id, state)
      const row = ended ? await drafts.draft(id) : null
      if (row) tell(row.relation)
      return ended
    },
  }
}
