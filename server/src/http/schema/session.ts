import { type Static, Type } from 'typebox'
import {
  byParty,
  Code,
  Count,
  FieldsOut,
  Hash,
  keyed,
  LanguageCode,
  LevelCode,
  named,
  nullable,
  OfficeCode,
  oneOf,
  PartyCode,
  RelationId,
  RoleCode,
  Seconds,
  shape,
  Text3,
} from './base.ts'
import { Held, HeldBy, HeldCode, Stopped } from './held.ts'

const OfficerView = named('Officer', {
  id: Type.String(),
  name: Type.String(),
  office: shape({ code: OfficeCode, name: Text3, level: LevelCode }),
  roles: Type.Array(RoleCode),
})

const PersonaView = named('Persona', {
  id: Code,
  name: Type.String(),
  office: Text3,
  level: LevelCode,
  roles: Type.Array(RoleCode),
})

export const SessionView = named(
  'Session',
  {
    officer: nullable(OfficerView),
    side: PartyCode,
    sides: byParty(shape({ name: Text3, domain: Type.String() })),
    languages: Type.Array(LanguageCode),
    signIn: Type.Array(oneOf(['persona', 'passkey', 'oidc'])),
    personas: Type.Array(PersonaView),
    passkeys: Type.Array(Seconds, {
      description: 'When each passkey of who is signed in was enrolled, the newest first',
    }),
    csrf: nullable(Type.String({ description: 'To be sent back as x-counterpart-csrf with every write' })),
  },
  'Who is signed in, and how one signs in here',
)
export type SessionView = Static<typeof SessionView>

export const SignIn = shape({ persona: Code })

export const LineView = named(
  'Line',
  {
    state: oneOf(['up', 'down', 'never']),
    since: nullable(Seconds),
    lastHeard: nullable(Seconds),
    waiting: Type.Integer({ minimum: 0, description: 'Our entries the counterpart does not hold yet' }),
    oldest: nullable(Seconds),
    lag: nullable(
      Type.Number({ description: 'Seconds from recording to receipt, the middle one of the last receipts' }),
    ),
    held: Held,
    heldBy: HeldBy,
    stopped: Stopped,
    tries: Type.Integer({ minimum: 0, description: 'Attempts in a row that brought nothing' }),
    tried: nullable(Seconds),
    stuck: nullable(
      Type.Integer({
        minimum: 0,
        description: 'Since when attempts bring nothing; null when the last one did',
      }),
    ),
    next: nullable(Seconds),
    refused: nullable(
      shape(
        { code: HeldCode, at: Seconds },
        { description: 'Why this node last refused what the counterpart sent; null when it takes it' },
      ),
    ),
    theirs: shape(
      { waiting: Count, oldest: nullable(Seconds) },
      { description: 'What the counterpart says that it has waiting for us' },
    ),
    clockDifference: nullable(Type.Number({ description: "Seconds; the counterpart's clock minus ours" })),
  },
  'How things stand with the counterpart',
)
export type LineView = Static<typeof LineView>

export const RelationView = named('Relation', {
  id: RelationId,
  word: Type.String(),
  other: PartyCode,
  opened: Type.Array(Type.String(), {
    description: 'Procedures of which a relation has one dossier only, and has it',
  }),
  line: LineView,
})
export type RelationView = Static<typeof RelationView>

export const OfficeView = named('Office', {
  code: OfficeCode,
  side: PartyCode,
  level: LevelCode,
  name: Text3,
  faces: Type.Array(OfficeCode),
})

/** Parts of a declaration keep their own shape; the language of procedures says which. */
const Declared = Type.Record(Type.String(), Type.Unknown())

export const ProcedureView = named('ProcedureView', {
  digest: Hash,
  procedure: Type.Object(
    {
      language: Count,
      name: Type.String(),
      version: Count,
      plays: Type.Unknown(),
      once: Type.Boolean(),
      opener: Type.String(),
      keeper: Type.String(),
      levels: Type.Array(LevelCode),
      parts: Declared,
      fields: Declared,
      title: Type.String(),
      deadlines: Declared,
      states: Declared,
      acts: Declared,
      indicators: Declared,
      unsettled: Count,
    },
    { title: 'Procedure', description: 'The declaration as agreed, to the letter of its digest' },
  ),
  texts: keyed('^[a-z]{2,3}(-[A-Za-z]{4})?$', FieldsOut, {
    description: 'Texts of the procedure by language',
  }),
  agreed: Type.Boolean({ description: 'Whether both parties have agreed to this digest in some relation' }),
  forms: Type.Record(
    Type.String(),
    shape({
      schema: Type.Record(Type.String(), Type.Unknown(), {
        description: 'JSON Schema of the fields of the act',
      }),
      order: Type.Array(Type.String()),
    }),
    { description: 'By act' },
  ),
})
export type ProcedureView = Static<typeof ProcedureView>
