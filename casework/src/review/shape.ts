/** A review as data. It is made of what is settled and of nothing local, so both sides hold the same bytes. */
import type { Level, TextValue } from '../language/index.ts'
import type { Party } from '../run/entry.ts'
import type { Differing, Slots } from './slots.ts'

export type ReviewScope =
  | { kind: 'relation' }
  /** Everything filed under a dossier, over any number of steps: a mechanism, a series, a meeting, an instrument. */
  | { kind: 'within'; dossier: string }
  | { kind: 'level'; level: Level }

/** One dossier that plays a part. */
export interface ReviewItem {
  id: string
  procedure: string
  /** The name of the item in a public record. */
  record: string | null
  title: TextValue | string | null
  state: string
  /** The party that has to act; `null` for nobody, or either. */
  waits: Party | null
  level: Level | null
  under: string[]
  slots: Slots
  /** What one side says otherwise and the other has not adopted. */
  differing: Differing[]
}

export interface ReviewMeeting extends ReviewItem {
  /**
   * At the end of the period. `late`: the agreed time is over and it was not held. `unconfirmed`: one side
   * says so and the other has not agreed.
   */
  status: 'held' | 'planned' | 'late' | 'unconfirmed' | 'undated' | 'not-held'
  /** Held after the time that was agreed. */
  heldLate: boolean
}

/** What was done under a commitment, or in the whole scope, by one procedure and the side that opened. */
export interface Evidence {
  procedure: string
  side: Party
  /** Dossiers opened, and closed, within the period; open at its end. */
  opened: number
  closed: number
  open: number
  indicators: Record<string, { count: number; seconds: number }>
}

/** Deadlines of one procedure by the side that owed. */
export interface Overdue {
  procedure: string
  side: Party
  /** Deadlines that passed within the period without the act. */
  overdue: number
  /** Those that are not met at its end, also where they passed before it: not a part of `overdue`. */
  still: number
}

export interface ReviewCommitment extends ReviewItem {
  /** Its time is over at the end of the period and nothing says that it was done. */
  late: boolean
  /** What became of the meeting it is about. */
  about: ReviewMeeting['status'] | null
  assessments: Record<Party, { choice: string; words: TextValue | null } | null>
  evidence: Evidence[]
  overdue: Overdue[]
  /** Ids of the figures filed under it. */
  figures: string[]
}

export interface Review {
  form: 1
  relation: string
  parties: [Party, Party]
  scope: ReviewScope
  /** First and last day, `YYYY-MM-DD`, UTC. */
  period: { from: string | null; until: string }
  totals: {
    contents: number
    binding: number
    late: number
    meetings: number
    instruments: number
    figures: number
  }
  mechanisms: ReviewItem[]
  series: ReviewItem[]
  meetings: ReviewMeeting[]
  instruments: ReviewItem[]
  /** What binds both sides. */
  commitments: ReviewCommitment[]
  /** What was proposed, hoped, asked or invited: on record, and never among the commitments. */
  contents: ReviewItem[]
  figures: ReviewItem[]
  /** Whether dossiers are counted that somebody who sees a review may not learn of. */
  closed: 'counted' | 'left-out'
  /** Evidence of the whole scope, where that is the relation or a level. */
  evidence: Evidence[]
  overdue: Overdue[]
}
