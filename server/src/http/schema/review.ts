import { type Static, Type } from 'typebox'
import {
  byParty,
  Count,
  FieldsOut,
  Hash,
  LevelCode,
  named,
  nullable,
  oneOf,
  PartyCode,
  RelationId,
  shape,
  Texts,
} from './base.ts'

const Title = nullable(Type.Union([Texts, Type.String()]))
const Slots = Type.Record(Type.String(), Type.Unknown(), {
  title: 'Slots',
  description: 'Values by the slot of the part it plays, whatever the field is called in its procedure',
})
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })

const Differing = shape({ by: PartyCode, leaf: Hash, slots: Slots })

/** One dossier that plays a part. */
const item = {
  id: Hash,
  procedure: Type.String(),
  record: nullable(Type.String({ description: 'The name of the item in a public record' })),
  title: Title,
  state: Type.String(),
  waits: nullable(PartyCode),
  level: nullable(LevelCode),
  under: Type.Array(Hash),
  slots: Slots,
  differing: Type.Array(Differing, {
    description: 'What one side says otherwise and the other has not adopted',
  }),
}
const ReviewItem = named('ReviewItem', item)

const Status = oneOf(['held', 'planned', 'late', 'unconfirmed', 'undated', 'not-held'])
const ReviewMeeting = named('ReviewMeeting', { ...item, status: Status, heldLate: Type.Boolean() })

const Evidence = named('Evidence', {
  procedure: Type.String(),
  side: PartyCode,
  opened: Count,
  closed: Count,
  open: Count,
  indicators: Type.Record(Type.String(), shape({ count: Count, seconds: Count })),
})
const Overdue = named('Overdue', { procedure: Type.String(), side: PartyCode, overdue: Count, still: Count })

const ReviewCommitment = named('ReviewCommitment', {
  ...item,
  late: Type.Boolean(),
  about: nullable(Status),
  assessments: byParty(nullable(shape({ choice: Type.String(), words: nullable(Texts) }))),
  evidence: Type.Array(Evidence),
  overdue: Type.Array(Overdue),
  figures: Type.Array(Hash),
})

const Scope = Type.Union([
  shape({ kind: Type.Literal('relation') }),
  shape({ kind: Type.Literal('within'), dossier: Hash }),
  shape({ kind: Type.Literal('level'), level: LevelCode }),
])

const ReviewView = named('Review', {
  form: Type.Literal(1),
  relation: RelationId,
  parties: Type.Array(PartyCode),
  scope: Scope,
  period: shape({ from: nullable(Day), until: Day }, { description: 'First and last day, UTC' }),
  totals: shape({
    contents: Count,
    binding: Count,
    late: Count,
    meetings: Count,
    instruments: Count,
    figures: Count,
  }),
  mechanisms: Type.Array(ReviewItem),
  series: Type.Array(ReviewItem),
  meetings: Type.Array(ReviewMeeting),
  instruments: Type.Array(ReviewItem),
  commitments: Type.Array(ReviewCommitment),
  contents: Type.Array(ReviewItem),
  figures: Type.Array(ReviewItem),
  closed: oneOf(['counted', 'left-out'], {
    description: 'Dossiers that somebody who sees a review may not learn of (PROCEDURE-27)',
  }),
  evidence: Type.Array(Evidence),
  overdue: Type.Array(Overdue),
})

export const ReviewAnswer = named(
  'ReviewAnswer',
  {
    review: ReviewView,
    digest: Type.String({
      pattern: '^[0-9a-f]{64}$',
      description: 'SHA-256 of the canonical JSON (RFC 8785) of `review`: the same on both sides',
    }),
  },
  'Counted from what is settled, and from nothing local',
)
export type ReviewAnswer = Static<typeof ReviewAnswer>

/** A dossier that plays a part, with what it says; for pages that show many of them together. */
export const FrameRow = named('FrameRow', {
  id: Hash,
  relation: RelationId,
  procedure: Type.String(),
  plays: Type.String(),
  title: Title,
  record: nullable(Type.String()),
  state: Type.String(),
  closed: Type.Boolean(),
  waits: nullable(PartyCode),
  late: Type.Boolean({ description: 'Whether its clock has run out' }),
  level: nullable(LevelCode),
  opener: PartyCode,
  keeper: PartyCode,
  under: Type.Array(Hash),
  slots: Slots,
  fields: FieldsOut,
  differing: Type.Array(Differing),
})
export type FrameRow = Static<typeof FrameRow>

export const FramePage = named('Frame', {
  rows: Type.Array(FrameRow),
  next: nullable(Type.String({ description: 'Give it as `after` for the next page; null at the end' })),
})
export type FramePage = Static<typeof FramePage>
