/** What waits for a second person, and what became of it. */
import { type Static, Type } from 'typebox'
import {
  ContentCode,
  FieldsOut,
  HandlingCode,
  Hash,
  LevelCode,
  named,
  nullable,
  OfficeCode,
  oneOf,
  RelationId,
  RequestId,
  Seconds,
  shape,
} from './base.ts'
import { RecordedAct } from './dossier.ts'
import { DraftFile } from './files.ts'
import { DraftedRecall, DraftedStay, Words } from './retention.ts'

export const Declining = named('Declining', { reason: Words })

export const DraftView = named('Draft', {
  id: RequestId,
  dossier: nullable(Hash),
  relation: RelationId,
  procedure: Hash,
  act: nullable(Type.String({ description: 'Null of a recall or a stay' })),
  recall: nullable(DraftedRecall),
  stay: nullable(DraftedStay),
  by: Type.String({ description: 'Name of the officer who drafted it' }),
  created: Seconds,
  until: Type.Integer({
    minimum: 0,
    description: 'When it ends by itself, and is gone. Seconds since 1970, UTC',
  }),
  fields: FieldsOut,
  office: OfficeCode,
  on: nullable(Hash),
  parts: Type.Record(Type.String(), FieldsOut, {
    description:
      'What will leave: the fields in each part of the body. A number that the node gives is not known yet',
  }),
  handling: nullable(HandlingCode),
  outdated: Type.Boolean({
    description:
      'What it rests on in its dossier has changed since it was written: it cannot be approved any more',
  }),
  saidSince: Type.Boolean({
    description: 'Something was said in its dossier since it was written that changes nothing it rests on',
  }),
  declined: nullable(
    shape(
      { by: Type.String({ description: 'Name of the officer' }), at: Seconds, reason: Type.String() },
      { description: 'Who would not approve it, and why not: it is for nobody but its author any more' },
    ),
  ),
  opens: nullable(
    shape(
      {
        to: nullable(OfficeCode),
        level: LevelCode,
        under: Type.Array(shape({ dossier: Hash, content: nullable(ContentCode) })),
      },
      {
        description: 'Of a new dossier: to which office of the other side, at which level, filed under what',
      },
    ),
  ),
  files: Type.Array(DraftFile, { description: 'What it encloses, as far as its declaration is known here' }),
  mine: Type.Boolean(),
  mayApprove: Type.Boolean(),
  answered: Type.Array(Type.String(), {
    description:
      'The safeguards that this officer answered before it, or of which they wrote what it rests on: it is for another to approve',
  }),
})
export type DraftView = Static<typeof DraftView>

export const DraftFate = named(
  'DraftFate',
  {
    id: RequestId,
    relation: RelationId,
    dossier: nullable(Hash),
    created: Seconds,
    since: Seconds,
    state: oneOf(['open', 'declined', 'approved', 'withdrawn', 'lapsed', 'destroyed'], {
      description:
        'Lapsed after its time, or because its author has left; destroyed with what was destroyed in its dossier',
    }),
    by: nullable(Type.String({ description: 'Name of the officer who declined it or took it back' })),
    recorded: nullable(RecordedAct),
  },
  'What became of a draft, for its author and for whoever was shown it',
)
export type DraftFate = Static<typeof DraftFate>
