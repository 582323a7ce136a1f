import { DELETION_REASONS } from '@counterpart/casework'
import { ENTRY_KINDS } from '@counterpart/protocol'
import { type Static, Type } from 'typebox'
import {
  byParty,
  Code,
  ContentCode,
  Count,
  Fields,
  FieldsOut,
  HandlingCode,
  Hash,
  LevelCode,
  named,
  nullable,
  OfficeCode,
  oneOf,
  PartyCode,
  RelationId,
  RequestId,
  Seconds,
  shape,
  Texts,
} from './base.ts'
import { RungFile } from './files.ts'
import { Held } from './held.ts'
import { Retention } from './retention.ts'

const WORDS = [
  'drafted',
  'approved',
  'recorded',
  'delivered',
  'on-its-way',
  'effective',
  'overtaken',
  'void',
  'opened',
] as const
export const Word = oneOf(WORDS, {
  description: 'How far an act has come; a word once shown is never taken back',
})

export const VIEWS = ['mine', 'office', 'theirs', 'either', 'late', 'all'] as const
export type DeskView = (typeof VIEWS)[number]

const Under = Type.Array(
  shape({ dossier: Hash, content: nullable(Type.String()) }, { description: 'What it is filed under' }),
)

/** The value of the field a procedure is titled by: a text in languages, or one line. */
export const Title = nullable(Type.Union([Texts, Type.String()]))

const row = {
  id: Hash,
  relation: RelationId,
  procedure: Type.String(),
  plays: nullable(Type.String()),
  title: Title,
  numbers: byParty(nullable(Type.String())),
  state: Type.String(),
  waits: nullable(PartyCode),
  due: nullable(Seconds),
  late: Type.Boolean(),
  paused: Type.Boolean(),
  level: nullable(LevelCode),
  opener: PartyCode,
  lastAct: nullable(shape({ act: Type.String(), side: PartyCode, time: Seconds, word: Word })),
  onWay: Count,
  provisional: Type.Boolean({
    description: 'Whether its state or clock comes from what is on its way, and may be overtaken',
  }),
  moving: Type.Boolean({
    description: 'The same of its level, its offices and who sees it through',
  }),
  unopened: Type.Boolean(),
  recalled: Type.Boolean({
    description: 'Whether the other side recalled something of it that no office of ours has taken note of',
  }),
  damaged: Type.Boolean({
    description:
      'What is stored of it here is damaged: the rest of the list is right, its own page shows which entry it is',
  }),
  unheld: Type.Boolean({
    description:
      'Whether the declaration of its procedure is not held here: nothing of it can be put into words',
  }),
  under: Under,
  record: nullable(Type.String({ description: 'Id of the item of a public record that it was loaded from' })),
}

export const DeskRow = named('DeskRow', row)
export type DeskRow = Static<typeof DeskRow>

const Next = nullable(Type.String({ description: 'Give it as `after` for the next page; null at the end' }))

const Unread = Type.Integer({
  minimum: 0,
  description:
    'So many of the page are damaged where they are stored, and cannot be shown before they are put back',
})

export const DeskPage = named('Desk', {
  rows: Type.Array(DeskRow),
  /** With the first page of `mine` and of `office`: where the other side said the last word, nobody at the office has opened it,
   * and the next step is not here. The newest come first. */
  fresh: Type.Array(DeskRow),
  counts: shape(Object.fromEntries(VIEWS.map((view) => [view, Count])) as Record<DeskView, typeof Count>),
  next: Next,
  unread: Unread,
})
export type DeskPage = Static<typeof DeskPage>

export const DossierList = named('DossierList', {
  rows: Type.Array(DeskRow),
  next: Next,
  unread: Unread,
})
export type DossierList = Static<typeof DossierList>

export const Rung = named('Rung', {
  leaf: Hash,
  side: PartyCode,
  index: Count,
  act: nullable(Type.String()),
  kind: oneOf([...ENTRY_KINDS, 'malformed', 'damaged'], {
    description:
      '`damaged`: what is stored of the entry here is not what was written; nothing of it is shown',
  }),
  office: nullable(Type.String()),
  officerShort: nullable(Type.String({ description: 'First letters of the opaque id' })),
  approver: Type.Boolean({ description: 'Whether a second officer approved it' }),
  handling: nullable(HandlingCode),
  written: Seconds,
  arrived: nullable(
    shape(
      {
        at: Seconds,
        late: Type.Boolean({ description: 'In time by the clock of its author alone' }),
      },
      { description: 'When the other side had it, by its own log, where that is far later than `written`' },
    ),
  ),
  settled: nullable(shape({ index: Count, time: Seconds })),
  words: Type.Array(Word),
  word: Word,
  held: Held,
  code: nullable(
    Type.String({
      description: 'Why it has no effect; of an act that is on its way, what would overtake it',
    }),
  ),
  crossed: Type.Boolean(),
  on: nullable(Hash),
  number: nullable(Type.String()),
  fields: FieldsOut,
  parts: Type.Array(
    shape({
      name: Type.String(),
      state: oneOf(['held', 'withheld', 'destroying', 'destroyed', 'absent', 'damaged'], {
        description:
          'Of our copy; withheld: brought back with a backup, and it is not known yet what was destroyed since; destroying: a backup of its key may still be kept',
      }),
      ends: nullable(Seconds),
      copies: Type.Array(
        shape({ side: PartyCode, time: Seconds, final: Seconds, why: oneOf(DELETION_REASONS) }),
        { description: 'Whose copy is destroyed since when, and when no backup can hold it any more' },
      ),
      late: Type.Array(PartyCode, {
        description: 'Sides that should have destroyed it and have not said so',
      }),
    }),
  ),
  files: Type.Array(RungFile),
  own: Type.Boolean(),
  openedBy: Type.Array(shape({ office: Type.String(), time: Seconds })),
})
export type Rung = Static<typeof Rung>
export type { RungFile } from './files.ts'

const GateAnswer = oneOf(['open', 'passed', 'failed', 'overridden'])

const GateView = shape({
  gate: Type.String(),
  asked: Type.Boolean({ description: 'Whether the procedure asks it here, as far as is known now' }),
  answer: GateAnswer,
  by: nullable(PartyCode),
  leaf: nullable(Hash),
  noes: Type.Array(
    shape({ leaf: Hash, own: Type.Boolean({ description: 'Given by whoever asks, who may take it back' }) }),
    { description: 'Every no that binds, also one that fell or was passed over; the last is the newest' },
  ),
})

/** `null`: whichever office of that side has it. */
const Owner = shape({ party: PartyCode, office: nullable(Type.String()) })

const Raise = shape(
  { level: LevelCode, ours: nullable(Type.String()), theirs: nullable(Type.String()) },
  { description: 'The next level, and the offices of both sides that the directory names there' },
)

const Offer = named('Offer', {
  act: Type.String(),
  allowed: Type.Boolean(),
  code: nullable(Type.String()),
  approval: Type.Boolean(),
  common: Type.Boolean(),
  answers: Type.Array(shape({ leaf: Hash, act: Type.String(), time: nullable(Seconds) })),
  guards: Type.Array(
    shape({
      gate: Type.String(),
      asked: Type.Boolean({
        description: 'Whether it is asked for certain, or only by what the act may bring',
      }),
      answer: GateAnswer,
      own: Type.Boolean({
        description: 'Whether this officer gave that answer: then another one does the act',
      }),
    }),
    { description: 'The safeguards that stand before it' },
  ),
})

export const DossierRef = named('DossierRef', {
  id: Hash,
  procedure: Type.String(),
  plays: nullable(Type.String()),
  title: Title,
  relation: Type.String({ description: 'The kind of link' }),
  content: nullable(Type.String()),
  state: Type.String(),
})
export type DossierRef = Static<typeof DossierRef>

const ClockView = shape({
  deadline: Type.String(),
  owes: PartyCode,
  started: Seconds,
  due: Seconds,
  paused: nullable(Seconds),
})

const Custody = shape({ size: Count, cosigned: Count, at: nullable(Seconds) })

export const DossierView = named('Dossier', {
  ...row,
  digest: Hash,
  keeper: PartyCode,
  path: Type.Array(
    shape({ state: Type.String(), time: nullable(Seconds), current: Type.Boolean(), final: Type.Boolean() }),
  ),
  clock: nullable(ClockView),
  clocks: Type.Array(
    shape({ deadline: Type.String(), owes: PartyCode, due: Seconds, ended: Seconds, late: Type.Boolean() }),
  ),
  extensions: Type.Array(shape({ leaf: Hash, from: Seconds, to: Seconds })),
  offices: byParty(nullable(Type.String())),
  owner: Owner,
  offered: nullable(shape({ by: PartyCode, party: PartyCode, office: nullable(Type.String()) })),
  raise: nullable(Raise),
  gates: Type.Array(GateView),
  position: Type.String({
    description:
      'Give it back with an act; another one since means: look again. What waits for a second person may be approved though something was said since: see `saidSince` of a draft',
  }),
  fields: FieldsOut,
  rungs: Type.Array(Rung),
  offers: Type.Array(Offer),
  parents: Type.Array(DossierRef),
  children: Type.Array(DossierRef),
  counts: Type.Record(
    Type.String(),
    Type.Array(
      shape({
        procedure: Type.String(),
        asked: Count,
        answered: Count,
        refused: Count,
        open: Count,
        medianAnswerSeconds: nullable(Type.Number({ minimum: 0 })),
        overdue: Count,
      }),
    ),
    {
      description:
        'What you may see of what is filed under it, by content, once settled: of at most 1,000 dossiers, those due first and then those changed last. The empty key counts what names no content; a dossier filed under two contents counts for both',
    },
  ),
  retention: Retention,
  proof: shape({ ours: Custody, theirs: Custody }),
})
export type DossierView = Static<typeof DossierView>

/** What the author's own office files it under; given out by the node when absent. */
const OwnNumber = Type.String({ minLength: 1, maxLength: 40 })

export const Opening = named('Opening', {
  request: RequestId,
  relation: RelationId,
  procedure: Hash,
  act: Code,
  fields: Fields,
  to: Type.Optional(OfficeCode),
  level: Type.Optional(LevelCode),
  under: Type.Optional(
    Type.Array(shape({ dossier: Hash, content: Type.Optional(ContentCode) }), { maxItems: 20 }),
  ),
  number: Type.Optional(OwnNumber),
  handling: HandlingCode,
})
export type Opening = Static<typeof Opening>

const acting = {
  request: RequestId,
  act: Code,
  on: Type.Optional(Hash),
  fields: Fields,
  position: Type.String({ minLength: 1, maxLength: 200 }),
  number: Type.Optional(OwnNumber),
  handling: Type.Optional(HandlingCode),
}

export const Acting = named('Acting', acting)
export type Acting = Static<typeof Acting>

export const ActingIn = named('ActingIn', { dossier: Hash, ...acting }, 'An act in the dossier it names')
export type ActingIn = Static<typeof ActingIn>

export const RequestOnly = shape({ request: RequestId })

export const RecordedAct = named('RecordedAct', {
  kind: Type.Literal('recorded'),
  dossier: Hash,
  leaf: Hash,
  index: Count,
  word: Word,
})
const DraftedAct = named(
  'DraftedAct',
  { kind: Type.Literal('drafted'), draft: RequestId },
  'The act needs a second person: it waits for approval',
)
export const Recorded = Type.Union([RecordedAct, DraftedAct])
export type Recorded = Static<typeof Recorded>
export type RecordedAct = Static<typeof RecordedAct>

export const Preview = named(
  'Preview',
  { header: Type.Record(Type.String(), Type.Unknown()), parts: Type.Record(Type.String(), FieldsOut) },
  'What the counterpart will read: the header, and the fields in each part of the body',
)
export type Preview = Static<typeof Preview>
