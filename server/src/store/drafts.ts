/**
 * Acts that wait for a second person. They belong to this node alone. The command is encrypted at rest
 * under a key of its own, which goes with the draft.
 */
type DraftState = 'open' | 'approved' | 'withdrawn'

export interface DraftRow {
  id: string
  relation: string
  dossier: string | null
  /** What will be recorded; plain JSON data. `null` once the draft is not open any more. */
  command: unknown
  by: string
  /** Seconds UTC. */
  created: number
  state: DraftState
}

export interface DraftStore {
  /** `id` is new. */
  putDraft(draft: Omit<DraftRow, 'state'>): Promise<void>
  draft(id: string): Promise<DraftRow | null>
  /** Open drafts, oldest first. */
  openDrafts(relation: string, limit?: number): Promise<DraftRow[]>
  /** Ends an open draft and destroys its command. False when it was not open: somebody was faster. */
  endDraft(id: string, state: 'approved' | 'withdrawn'): Promise<boolean>
}
