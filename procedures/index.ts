import {
  type Procedure,
  type TextLanguage,
  type Texts,
  withCommonTexts,
} from '@counterpart/casework/language'
import { borderIncident } from './border-incident/procedure.ts'
import { borderIncidentTexts } from './border-incident/texts.ts'
import { commitment } from './commitment/procedure.ts'
import { commitmentTexts } from './commitment/texts.ts'
import { figure } from './figure/procedure.ts'
import { figureTexts } from './figure/texts.ts'
import { informationRequest } from './information-request/procedure.ts'
import { informationRequestTexts } from './information-request/texts.ts'
import { instrument } from './instrument/procedure.ts'
import { instrumentTexts } from './instrument/texts.ts'
import { irregularCrossing } from './irregular-crossing/procedure.ts'
import { irregularCrossingTexts } from './irregular-crossing/texts.ts'
import { mechanism } from './mechanism/procedure.ts'
import { mechanismTexts } from './mechanism/texts.ts'
import { meeting } from './meeting/procedure.ts'
import { meetingTexts } from './meeting/texts.ts'
import { patrol } from './patrol/procedure.ts'
import { patrolTexts } from './patrol/texts.ts'
import { preventionPlan } from './prevention-plan/procedure.ts'
import { preventionPlanTexts } from './prevention-plan/texts.ts'
import { relation } from './relation/procedure.ts'
import { relationTexts } from './relation/texts.ts'
import { series } from './series/procedure.ts'
import { seriesTexts } from './series/texts.ts'
import { temporaryPost } from './temporary-post/procedure.ts'
import { temporaryPostTexts } from './temporary-post/texts.ts'

type InEveryLanguage = Readonly<Record<TextLanguage, Texts>>

/** A declaration with its texts in every language of the pages, those of common acts included. */
export interface WithTexts {
  procedure: Procedure
  texts: InEveryLanguage
}

export { commitment, figure, informationRequest, instrument, mechanism, meeting, relation, series }

/** Every procedure this project ships. */
export const procedures: readonly WithTexts[] = [
  complete(relation, relationTexts),
  complete(informationRequest, informationRequestTexts),
  complete(mechanism, mechanismTexts),
  complete(instrument, instrumentTexts),
  complete(series, seriesTexts),
  complete(meeting, meetingTexts),
  complete(commitment, commitmentTexts),
  complete(figure, figureTexts),
  complete(irregularCrossing, irregularCrossingTexts),
  complete(borderIncident, borderIncidentTexts),
  complete(preventionPlan, preventionPlanTexts),
  complete(patrol, patrolTexts),
  complete(temporaryPost, temporaryPostTexts),
]

function complete(procedure: Procedure, own: InEveryLanguage): WithTexts {
  return {
    procedure,
    texts: {
      en: withCommonTexts(procedure, own.en, 'en'),
      vi: withCommonTexts(procedure, own.vi, 'vi'),
      'zh-Hans': withCommonTexts(procedure, own['zh-Hans'], 'zh-Hans'),
    },
  }
}
