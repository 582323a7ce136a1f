import {
  type Procedure,
  type TextLanguage,
  type Texts,
  withCommonTexts,
} from '@counterpart/casework/language'
import { commitment } from './commitment/procedure.ts'
import { commitmentTexts } from './commitment/texts.ts'
import { figure } from './figure/procedure.ts'
import { figureTexts } from './figure/texts.ts'
import { handover } from './handover/procedure.ts'
import { handoverTexts } from './handover/texts.ts'
import { informationRequest } from './information-request/procedure.ts'
import { informationRequestTexts } from './information-request/texts.ts'
import { instrument } from './instrument/procedure.ts'
import { instrumentTexts } from './instrument/texts.ts'
import { jointInvestigation } from './joint-investigation/procedure.ts'
import { jointInvestigationTexts } from './joint-investigation/texts.ts'
import { jointOperation } from './joint-operation/procedure.ts'
import { jointOperationTexts } from './joint-operation/texts.ts'
import { mechanism } from './mechanism/procedure.ts'
import { mechanismTexts } from './mechanism/texts.ts'
import { meeting } from './meeting/procedure.ts'
import { meetingTexts } from './meeting/texts.ts'
import { relation } from './relation/procedure.ts'
import { relationTexts } from './relation/texts.ts'
import { series } from './series/procedure.ts'
import { seriesTexts } from './series/texts.ts'
import { wantedPerson } from './wanted-person/procedure.ts'
import { wantedPersonTexts } from './wanted-person/texts.ts'

type InEveryLanguage = Readonly<Record<TextLanguage, Texts>>

/** A declaration with its texts in every language of the pages, those of common acts included. */
export interface WithTexts {
  procedure: Procedure
  texts: InEveryLanguage
}

export {
  commitment,
  figure,
  handover,
  informationRequest,
  instrument,
  jointInvestigation,
  jointOperation,
  mechanism,
  meeting,
  relation,
  series,
  wantedPerson,
}

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
  complete(wantedPerson, wantedPersonTexts),
  complete(handover, handoverTexts),
  complete(jointInvestigation, jointInvestigationTexts),
  complete(jointOperation, jointOperationTexts),
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
