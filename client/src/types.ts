/** What the API answers with, by name; the declaration of a procedure as casework knows it. */
import type { Procedure } from '@counterpart/casework'
import type { components } from './api.d.ts'

type Schemas = components['schemas']

export type Session = Schemas['Session']
export type Officer = Schemas['Officer']
export type Persona = Schemas['Persona']
export type Relation = Schemas['Relation']
export type Line = Schemas['Line']
export type Office = Schemas['Office']
export type Desk = Schemas['Desk']
export type DeskRow = Schemas['DeskRow']
export type DossierList = Schemas['DossierList']
export type Dossier = Schemas['Dossier']
export type Rung = Schemas['Rung']
export type Offer = Schemas['Offer']
export type DossierRef = Schemas['DossierRef']
export type FrameRow = Schemas['FrameRow']
export type ReviewAnswer = Schemas['ReviewAnswer']
export type Review = Schemas['Review']
export type ReviewItem = Schemas['ReviewItem']
export type ReviewMeeting = Schemas['ReviewMeeting']
export type ReviewCommitment = Schemas['ReviewCommitment']
export type Evidence = Schemas['Evidence']
export type Overdue = Schemas['Overdue']
export type Opening = Schemas['Opening']
export type Acting = Schemas['Acting']
export type Recorded = Schemas['RecordedAct'] | Schemas['DraftedAct']
export type Draft = Schemas['Draft']
export type Preview = Schemas['Preview']
export type Upload = Schemas['Upload']
export type FileBrought = NonNullable<Upload['file']>
export type Register = Schemas['Register']
export type Keys = Schemas['Keys']
export type Incident = Schemas['Incident']
export type Health = Schemas['Health']
export type ProcedureView = Omit<Schemas['ProcedureView'], 'procedure'> & { procedure: Procedure }
