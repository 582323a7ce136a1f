/** Drafts are in no log: whoever has a page open is told of them all the same, once they are stored. */
import type { Events } from '../events.ts'
import type { DraftStore } from './drafts.ts'

export function toldDrafts(drafts: DraftStore, events: Pick<Events, 'emit'>): DraftStore {
  // No dossier of theirs changed.
  const tell = (relation: string) => events.emit({ kind: 'changed', relation, dossiers: [] })
  const moved = async (id: string, done: boolean) => {
    const row = done ? await drafts.draft(id) : null
    if (row) tell(row.relation)
    return done
  }
  return {
    async putDraft(draft) {
      await drafts.putDraft(draft)
      tell(draft.relation)
    },
    draft: (id) => drafts.draft(id),
    standingDrafts: (relation) => drafts.standingDrafts(relation),
    standingOf: (by) => drafts.standingOf(by),
    endedOf: (by, since) => drafts.endedOf(by, since),
    declineDraft: async (...said) => moved(said[0], await drafts.declineDraft(...said)),
    endDraft: async (...said) => moved(said[0], await drafts.endDraft(...said)),
  }
}
