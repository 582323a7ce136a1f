import {
  type Procedure,
  type TextLanguage,
  type Texts,
  withCommonTexts,
} from '@counterpart/casework/language'
import { informationRequest } from './information-request/procedure.ts'
import { informationRequestTexts } from './information-request/texts.ts'
import { instrument } from './instrument/procedure.ts'
import { instrumentTexts } from './instrument/texts.ts'
import { relation } from './relation/procedure.ts'
import { relationTexts } from './relation/texts.ts'

type InEveryLanguage = Readonly<Record<TextLanguage, Texts>>

/** A declaration with its texts in every language of the pages, those of common acts included. */
export interface WithTexts {
  procedure: Procedure
  texts: InEveryLanguage
}

export { informationRequest, instrument, relation }

/** Every procedure this project ships. */
export const procedures: readonly WithTexts[] = [
  complete(relation, relationTexts),
  complete(informationRequest, informationRequestTexts),
  complete(instrument, instrumentTexts),
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
