export { checkBounds } from './derive/check-bounds.ts'
export { checkFields, checkReserved } from './derive/check-fields.ts'
export { hiddenSign, signCode, withSignsNamed } from './derive/check-text.ts'
export { checkTexts } from './derive/check-texts.ts'
export { checkValue, type FieldProblem } from './derive/check-value.ts'
export { daysIn, isToCome, yearsMissed } from './derive/days-in.ts'
export { digestOf } from './derive/digest.ts'
export { FIELD_CODES, type FieldCode } from './derive/field-codes.ts'
export { fieldOrder } from './derive/field-order.ts'
export { filesIn, partsWithFiles, withoutFileKeys } from './derive/files.ts'
export { handbookIndex, handbookOf } from './derive/handbook/handbook.ts'
export { figuresOf } from './derive/indicators.ts'
export { joinParts, partsFor, partsOf } from './derive/parts.ts'
export { pathOf } from './derive/path.ts'
export { LIMITS, PATTERNS, STANDINGS } from './derive/patterns.ts'
export { lacksRestriction, RESTRICTION } from './derive/restriction.ts'
export { actSchema } from './derive/schema.ts'
export { mergeTexts, textAt, textKeys } from './derive/text-keys.ts'
export * from './errors.ts'
export * from './language/index.ts'
export { own } from './language/own.ts'

export { lostOf, type Space, spaceOf } from './prove/space.ts'
export { type SpaceTable, tableDifferences, tableOf } from './prove/table.ts'
export { CLOSED, isClosed } from './review/closed.ts'
export { namesOf, type Worded } from './review/names.ts'
export { type Period, periodOf } from './review/period.ts'
export { FRAME_PARTS, type Frame, reviewOf } from './review/review.ts'
export { reviewText } from './review/review-text.ts'
export type {
  Review,
  ReviewItem,
  ReviewScope,
} from './review/shape.ts'

export { differing, type Slots, slotsOf } from './review/slots.ts'
export {
  TALLY_RULE,
  type TallyChange,
  type TallySum,
  tallyDifference,
  tallyOf,
  tallySum,
} from './review/tally.ts'
export { civilFromDays, dateText, dayOf } from './run/civil.ts'

export { holds } from './run/condition.ts'

export { type Readings, readThrough } from './run/cut-reader.ts'

export { clockState } from './run/due.ts'
export * from './run/entry.ts'
export { type Folded, fold, foldOn, step } from './run/fold.ts'
export { answeredGates, type Guard, gatesOf } from './run/gates.ts'
export { dossierOf, isOfNoDossier, singletonId } from './run/identity.ts'
export { inForceReader, opensGround } from './run/in-force.ts'
export { instrumentsNamed, proceduresNamed, restsOnInstruments } from './run/instruments-named.ts'
export { isRecord } from './run/is-record.ts'
export { type FoldContext, judgeStray } from './run/judge.ts'
export {
  type MarkBody,
  markBody,
  markDifferences,
  readMark,
} from './run/mark.ts'
export { offers } from './run/offers.ts'
export { isOfficeOf } from './run/office.ts'
export { type Acting, PERMIT_CODES, permit } from './run/permit.ts'
export { placeDossier, type SettlerOf, settlerIn } from './run/place.ts'
export { levelAbove } from './run/responsibility.ts'
export {
  DELETION_REASONS,
  type Deletion,
  type DeletionReason,
  endOfPart,
  keepLongest,
  LONGEST_REASON,
  LONGEST_STAY,
  MOST_NAMED,
  RECALL_GROUNDS,
  type RecallGround,
  readDeletions,
  readRecall,
  STAY_GROUNDS,
  STAY_YEARS,
  type Stay,
  type StayGround,
  standingStays,
} from './run/retention.ts'
export { checkSeen } from './run/seen.ts'
export { isSide, keeperOf, otherParty, type Parties, partyOf } from './run/sides.ts'

export { NO_TERMS, termsOf } from './run/terms.ts'
export { termsReader, termsReadings } from './run/terms-reader.ts'
export { dossierContext } from './run/view.ts'
export { wakeOf } from './run/wakes.ts'
