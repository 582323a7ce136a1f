/**
 * Acts that wait for a second person. They belong to this node alone. The command is encrypted at rest
 * under a key of its own, which goes with the draft.
 */

/**
 * `declined`: not approved, and still its author's. `withdrawn` by its author; `lapsed` after its time, and `destroyed` with what
 * was destroyed in its dossier: by the node.
 */
export type DraftState = 'open' | 'declined' | DraftEnd
export type DraftEnd = 'approved' | 'withdrawn' | 'lapsed' | 'destroyed'

/** Which of them end as this: what is recorded was approved, whatever the node thought of it meanwhile. */
export function endsFrom(end: DraftEnd): DraftState[] {
  return end === 'approved' ? ['open', 'declined', ...ENDED_BY_NODE] : ['open', 'declined']
}

export const ENDED_BY_NODE = ['lapsed', 'destroyed'] as const satisfies readonly DraftEnd[]

export interface DraftRow {
  id: string
  relation: string
  dossier: string | null
  /** What will be recorded and, of one that was declined, why not; plain JSON data. `null` once the draft has ended. */
  command: unknown
  by: string
  /** Seconds UTC. */
  created: number
  state: DraftState
  /** Since when it is in this state, seconds UTC. */
  since: number
}

export interface DraftStore {
  /** `id` is new. */
  putDraft(draft: Omit<DraftRow, 'state' | 'since'>): Promise<void>
  draft(id: string): Promise<DraftRow | null>
  /** Every one that has not ended, oldest first: each officer has so many at the most. The command of a damaged one is `null`. */
  standingDrafts(relation: string): Promise<DraftRow[]>
  /** How many of an officer have not ended, in all relations. */
  standingOf(by: string): Promise<number>
  /** What the node itself ended of an officer's since then, newest first. */
  endedOf(by: string, since: number): Promise<DraftRow[]>
  /** Declines an open draft, with the command as it is kept from then on. False when it was not open: somebody was faster. */
  declineDraft(id: string, command: unknown, at: number): Promise<boolean>
  /**
   * Ends a draft that stands and destroys its command. False when it does not: somebody was faster. Approved is also what the node
   * ended by itself while it was recorded.
   */
  endDraft(id: string, state: DraftEnd, at: number): Promise<boolean>
}
