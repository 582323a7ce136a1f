import {
  type Procedure,
  type TextLanguage,
  type Texts,
  withCommonTexts,
} from '@counterpart/casework/language'
import { borderIncident } from './border-incident/procedure.ts'
import { borderIncidentTexts } from './border-incident/texts.ts'
import { citizenProtection } from './citizen-protection/procedure.ts'
import { citizenProtectionTexts } from './citizen-protection/texts.ts'
import { commitment } from './commitment/procedure.ts'
import { commitmentTexts } from './commitment/texts.ts'
import { consularNotification } from './consular-notification/procedure.ts'
import { consularNotificationTexts } from './consular-notification/texts.ts'
import { correspondence } from './correspondence/procedure.ts'
import { correspondenceTexts } from './correspondence/texts.ts'
import { dataSubjectRequest } from './data-subject-request/procedure.ts'
import { dataSubjectRequestTexts } from './data-subject-request/texts.ts'
import { delegationVisit } from './delegation-visit/procedure.ts'
import { delegationVisitTexts } from './delegation-visit/texts.ts'
import { documentCheck } from './document-check/procedure.ts'
import { documentCheckTexts } from './document-check/texts.ts'
import { exchangeProgramme } from './exchange-programme/procedure.ts'
import { exchangeProgrammeTexts } from './exchange-programme/texts.ts'
import { figure } from './figure/procedure.ts'
import { figureTexts } from './figure/texts.ts'
import { handover } from './handover/procedure.ts'
import { handoverTexts } from './handover/texts.ts'
import { identification } from './identification/procedure.ts'
import { identificationTexts } from './identification/texts.ts'
import { informationRequest } from './information-request/procedure.ts'
import { informationRequestTexts } from './information-request/texts.ts'
import { instrument } from './instrument/procedure.ts'
import { instrumentTexts } from './instrument/texts.ts'
import { irregularCrossing } from './irregular-crossing/procedure.ts'
import { irregularCrossingTexts } from './irregular-crossing/texts.ts'
import { jointInvestigation } from './joint-investigation/procedure.ts'
import { jointInvestigationTexts } from './joint-investigation/texts.ts'
import { jointOperation } from './joint-operation/procedure.ts'
import { jointOperationTexts } from './joint-operation/texts.ts'
import { lawPublicity } from './law-publicity/procedure.ts'
import { lawPublicityTexts } from './law-publicity/texts.ts'
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
import { sentencedPersonTransfer } from './sentenced-person-transfer/procedure.ts'
import { sentencedPersonTransferTexts } from './sentenced-person-transfer/texts.ts'
import { series } from './series/procedure.ts'
import { seriesTexts } from './series/texts.ts'
import { situationExchange } from './situation-exchange/procedure.ts'
import { situationExchangeTexts } from './situation-exchange/texts.ts'
import { supplyAssistance } from './supply-assistance/procedure.ts'
import { supplyAssistanceTexts } from './supply-assistance/texts.ts'
import { temporaryPost } from './temporary-post/procedure.ts'
import { temporaryPostTexts } from './temporary-post/texts.ts'
import { trainingCourse } from './training-course/procedure.ts'
import { trainingCourseTexts } from './training-course/texts.ts'
import { victimProtection } from './victim-protection/procedure.ts'
import { victimProtectionTexts } from './victim-protection/texts.ts'
import { wantedPerson } from './wanted-person/procedure.ts'
import { wantedPersonTexts } from './wanted-person/texts.ts'

type InEveryLanguage = Readonly<Record<TextLanguage, Texts>>

/** A declaration with its texts in every language of the pages, those of common acts included. */
export interface WithTexts {
  procedure: Procedure
  texts: InEveryLanguage
}

export { commitment, figure, informationRequest, relation, series }

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
  complete(correspondence, correspondenceTexts),
  complete(identification, identificationTexts),
  complete(documentCheck, documentCheckTexts),
  complete(wantedPerson, wantedPersonTexts),
  complete(handover, handoverTexts),
  complete(jointInvestigation, jointInvestigationTexts),
  complete(victimProtection, victimProtectionTexts),
  complete(sentencedPersonTransfer, sentencedPersonTransferTexts),
  complete(consularNotification, consularNotificationTexts),
  complete(citizenProtection, citizenProtectionTexts),
  complete(irregularCrossing, irregularCrossingTexts),
  complete(borderIncident, borderIncidentTexts),
  complete(preventionPlan, preventionPlanTexts),
  complete(delegationVisit, delegationVisitTexts),
  complete(trainingCourse, trainingCourseTexts),
  complete(lawPublicity, lawPublicityTexts),
  complete(exchangeProgramme, exchangeProgrammeTexts),
  complete(situationExchange, situationExchangeTexts),
  complete(supplyAssistance, supplyAssistanceTexts),
  complete(jointOperation, jointOperationTexts),
  complete(dataSubjectRequest, dataSubjectRequestTexts),
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
