import { LONGEST_REASON, PATTERNS, RECALL_GROUNDS, STAY_GROUNDS } from '@counterpart/casework'
import { type Static, Type } from 'typebox'
import { CODE } from '../../names.ts'
import { Code, Count, Hash, named, nullable, oneOf, PartyCode, RequestId, Seconds, shape } from './base.ts'

const PartName = Type.String({ pattern: CODE })
export const Words = Type.String({ minLength: 1, maxLength: LONGEST_REASON, pattern: PATTERNS.line })

const stay = { until: Seconds, ground: oneOf(STAY_GROUNDS) }
const recall = {
  leaf: Hash,
  side: PartyCode,
  time: Seconds,
  on: Hash,
  office: nullable(Type.String({ description: 'Null where you may not see the dossier' })),
  parts: Type.Array(PartName),
  ground: oneOf(RECALL_GROUNDS),
  reason: nullable(Type.String({ description: 'Null once it is destroyed' })),
  noted: Type.Array(shape({ office: Type.String(), time: Seconds })),
}

export const DraftedRecall = shape(
  { parts: Type.Array(Code), ground: recall.ground, reason: Type.String() },
  { description: 'Which parts of the entry `on` are destroyed on both sides once it is approved' },
)

export const DraftedStay = shape(
  { ...stay, reference: Type.String() },
  { description: 'What one person alone may not do: it ends before the stay of this side that stands' },
)

/** The retention of one dossier. */
export const Retention = shape({
  stay: nullable(Seconds),
  stays: Type.Array(
    shape({
      leaf: Hash,
      side: PartyCode,
      time: Seconds,
      ...stay,
      reference: nullable(Type.String({ description: 'Null once it is destroyed' })),
    }),
    { description: 'The last one of each side' },
  ),
  recalls: Type.Array(shape(recall)),
  elsewhere: Type.Array(
    shape({
      dossier: nullable(Hash),
      ...recall,
    }),
    {
      description:
        'Recalls in dossiers that this one came from, led to or is the same as; no name where you may not see it',
    },
  ),
})
export type Retention = Static<typeof Retention>

export const RetentionPage = named('RetentionPage', {
  until: Seconds,
  rows: Type.Array(
    shape({
      dossier: Hash,
      procedure: Type.String(),
      title: Type.Unknown({ description: 'A value of the field that is its title' }),
      parts: Type.Array(
        shape({ leaf: Hash, side: PartyCode, name: PartName, at: Seconds, why: oneOf(['time', 'recall']) }),
      ),
      first: Seconds,
      stay: nullable(Seconds),
    }),
  ),
  late: Type.Array(shape({ dossier: Hash, parts: Count, since: Seconds }), {
    description: 'What we have destroyed and the other side has not said so of in time',
  }),
  more: Type.Boolean({ description: 'Whether there is more than is shown' }),
})
export type RetentionPage = Static<typeof RetentionPage>

export const Staying = named(
  'Staying',
  { request: RequestId, ...stay, reference: Words },
  'A court or an authority wants it kept until then; 0 takes an earlier stay back',
)
export type Staying = Static<typeof Staying>

export const Recalling = named(
  'Recalling',
  {
    request: RequestId,
    on: Hash,
    parts: Type.Array(Code, { minItems: 1, maxItems: 15 }),
    ground: oneOf(RECALL_GROUNDS),
    reason: Words,
  },
  'What an entry of ours says is wrong, or is withdrawn',
)
export type Recalling = Static<typeof Recalling>

export const Noting = named('Noting', { request: RequestId, on: Hash }, 'The recall that is noted')
export type Noting = Static<typeof Noting>
