/** What the officers' API answers with, and what the pages know of it beyond its schema. */
import type { FRAME_PARTS } from '@counterpart/casework'
import type { Field } from '@counterpart/casework/language'
import type { ProcedureView } from '@counterpart/client'

export type {
  Acting,
  Announced,
  DeskRow,
  Dossier,
  DossierRef,
  Draft,
  DraftFate,
  Evidence,
  FileBrought,
  FrameRow,
  Held,
  Keys,
  Line,
  Noting,
  Offer,
  Office,
  Officer,
  Opening,
  Operation,
  Overdue,
  Persona,
  Pouch,
  PouchFile,
  PouchTaken,
  Preview,
  Recalling,
  Recorded,
  Register,
  Relation,
  Review,
  ReviewAnswer,
  ReviewCommitment,
  ReviewItem,
  ReviewMeeting,
  Rung,
  Session,
  Staying,
  Upload,
  Way,
} from '@counterpart/client'

import type { Dossier, FrameRow, Opening, Operation, Register, Rung } from '@counterpart/client'

export type { Field }
export type Level = NonNullable<FrameRow['level']>
export type Word = Rung['word']
export type ContentCount = Dossier['counts'][string][number]
export type Alarm = Operation['alarms'][number]
export type OperatedRelation = Operation['relations'][number]
export type RegisterSide = Register['sides'][number]
export type RegisterEntry = Register['entries'][number]
export type Reference = NonNullable<Opening['under']>[number]

export type Handling = Opening['handling']
export const HANDLINGS: readonly Handling[] = ['H0', 'H1', 'H2', 'H3']

/** Parts that dossiers play whose pages show many of them together. */
export type Part = (typeof FRAME_PARTS)[number]

export const VIEWS = ['mine', 'office', 'theirs', 'either', 'late', 'all'] as const
export type View = (typeof VIEWS)[number]

/** The words of one procedure in one language. */
export interface ProcedureTexts {
  name: string
  purpose: string
  states: Record<string, string>
  acts: Record<string, { title: string; done: string; help: string }>
  fields: Record<string, { label: string; help: string }>
  choices: Record<string, Record<string, string>>
  deadlines: Record<string, string>
  because: Record<string, string>
  parts: Record<string, string>
  indicators: Record<string, string>
  gates: Record<string, string>
  links: Record<string, string>
  rows: Record<string, Record<string, { label: string; help: string }>>
}

/** JSON Schema as data; only ever handed to the checker. */
export type Schema = Record<string, unknown>
export type Declared = Omit<ProcedureView, 'texts'> & { texts: Record<string, Partial<ProcedureTexts>> }
