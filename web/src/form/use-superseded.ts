import { useQueryClient } from '@tanstack/react-query'
import { discardDraft } from '../api/commands.ts'
import { seenThrough } from './draft-known.ts'

/** What is done once a draft was written again and sent: it goes from the desk. */
export function useSuperseded(id: string): () => void {
  const client = useQueryClient()
  return () => {
    // One that cannot be discarded now stands there still, and can be later.
    seenThrough(id)
    void discardDraft(id)
      .catch(() => undefined)
      .then(() => client.invalidateQueries({ queryKey: ['drafts'] }))
  }
}
