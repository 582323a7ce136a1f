import {
  type Procedure,
  type TextLanguage,
  type Texts,
  withCommonTexts,
} from '@counterpart/casework/language'
import { citizenProtection } from './citizen-protection/procedure.ts'
import { citizenProtectionTexts } from './citizen-protection/texts.ts'
import { commitment } from './commitment/procedure.ts'
import { commitmentTexts } from './commitment/texts.ts'
import { consularNotification } from './consular-notification/procedure.ts'
import { consularNotificationTexts } from './consular-notification/texts.ts'
import { figure } from './figure/procedure.ts'
import { figureTexts } from './figure/texts.ts'
import { informationRequest } from './information-request/procedure.ts'
import { informationRequestTexts } from './information-request/texts.ts'
import { instrument } from './instrument/procedure.ts'
import { instrumentTexts } from './instrument/texts.ts'
import { mechanism } from './mechanism/procedure.ts'
import { mechanismTexts } from './mechanism/texts.ts'
import { meeting } from './meeting/procedure.ts'
import { meetingTexts } from './meeting/texts.ts'
import { relation } from './relation/procedure.ts'
import { relationTexts } from './relation/texts.ts'
import { sentencedPersonTransfer } from './sentenced-person-transfer/procedure.ts'
import { sentencedPersonTransferTexts } from './sentenced-person-transfer/texts.ts'
import { series } from './series/procedure.ts'
import { seriesTexts } from './series/texts.ts'
import { victimProtection } from './victim-protection/procedure.ts'
import { victimProtectionTexts } from './victim-protection/texts.ts'

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
  complete(victimProtection, victimProtectionTexts),
  complete(sentencedPersonTransfer, sentencedPersonTransferTexts),
  complete(consularNotification, consularNotificationTexts),
  complete(citizenProtection, citizenProtectionTexts),
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
