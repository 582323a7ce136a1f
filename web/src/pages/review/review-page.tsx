import { ApiError } from '@counterpart/client'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { reviewQuery, useDeclarations } from '../../api/queries.ts'
import { useSigned } from '../../api/session.tsx'
import type { FrameRow, ReviewAnswer } from '../../api/types.ts'
import { findDeclared } from '../../declared/naming.ts'
import { slotField } from '../../declared/slots.ts'
import { FigureTable } from '../../parts/figure-table.tsx'
import { useFrames } from '../../parts/use-frames.ts'
import { Failure, Nothing, Waiting } from '../../parts/waiting.tsx'
import type { ReviewPlace } from '../../route/route.ts'
import { partialDateOf } from '../../text/format.ts'
import { useTexts } from '../../text/use-texts.tsx'
import { useToday } from '../../time/use-now.ts'
import { useMeetings } from '../meetings/use-meetings.ts'
import { askedOf, faultOf } from './asked.ts'
import { Carry } from './carry.tsx'
import { CommitmentsPart } from './commitments-part.tsx'
import { ContentsPart } from './contents-part.tsx'
import { Controls } from './controls.tsx'
import { Digest } from './digest.tsx'
import { InstrumentsPart } from './instruments-part.tsx'
import { mayReview } from './may-review.ts'
import { MeetingsPart } from './meetings-part.tsx'
import { ReviewSection } from './section.tsx'
import { Totals } from './totals.tsx'
import { TrafficPart } from './traffic-part.tsx'

const NO_AREAS: readonly string[] = []

/** The order of subject areas, as the declaration of commitments has them. */
function useAreas(): readonly string[] {
  const declarations = useDeclarations()
  return useMemo(() => {
    const named = declarations.find((one) => one.procedure.plays?.as === 'commitment')
    const declared = named ? findDeclared(declarations, { procedure: named.procedure.name }) : null
    const field = slotField(declared, 'area')
    return field?.kind === 'choices' ? field.of : NO_AREAS
  }, [declarations])
}

/** From the first day to the last. */
function PeriodOf({ review }: { review: ReviewAnswer['review'] }) {
  const { t, language } = useTexts()
  const { from } = review.period
  const until = partialDateOf(language, review.period.until)
  if (from === null) return t('review.until', { until })
  return t('review.from-until', { from: partialDateOf(language, from), until })
}

interface ShownProps {
  answer: ReviewAnswer
  scoped: FrameRow | undefined
  /** Where contents stand. */
  stands: ReadonlyMap<string, FrameRow>
}

function Shown({ answer, scoped, stands }: ShownProps) {
  const { t, pick, named } = useTexts()
  const areas = useAreas()
  const { review, digest } = answer
  const scope =
    review.scope.kind === 'relation'
      ? t('review.whole')
      : review.scope.kind === 'level'
        ? named('level', review.scope.level)
        : pick(scoped?.title) || review.scope.dossier
  return (
    <>
      <div className="review-of">
        <p>
          <b>{scope}</b>
          <span className="under-line">
            <PeriodOf review={review} />
          </span>
        </p>
        <Carry answer={answer} />
      </div>
      <Totals totals={review.totals} />
      <MeetingsPart meetings={review.meetings} />
      <InstrumentsPart instruments={review.instruments} />
      <CommitmentsPart review={review} areas={areas} stands={stands} />
      <ReviewSection
        title={t('review.figures')}
        count={review.figures.length}
        note={t('review.figures-mean')}
        empty={t('review.no-figures')}
      >
        <FigureTable items={review.figures} />
      </ReviewSection>
      <TrafficPart review={review} />
      <ContentsPart contents={review.contents} />
      <Digest digest={digest} />
    </>
  )
}

function Answer({ place }: { place: ReviewPlace }) {
  const { t } = useTexts()
  const { relation, officer } = useSigned()
  const today = useToday()
  const { of, byId } = useFrames(relation.id, 'directory', 'series', 'meeting', 'instrument')
  const meetings = useMeetings(of.meeting)
  const stands = useMemo(
    () => new Map([...of.meeting, ...of.instrument].map((row) => [row.id, row])),
    [of.meeting, of.instrument],
  )
  const asked = askedOf(place, relation.id, today)
  const may = mayReview(officer)
  const canAsk = may && faultOf(asked) === null
  const review = useQuery({ ...reviewQuery(asked), enabled: canAsk })
  if (!may || (review.error instanceof ApiError && review.error.status === 403))
    return (
      <Nothing title={t('review.not-for-you')}>
        <p className="soft">{t('review.for-whom')}</p>
      </Nothing>
    )
  return (
    <>
      <Controls asked={asked} mechanisms={of.directory} series={of.series} meetings={meetings} />
      {canAsk && review.isPending && <Waiting rows={8} />}
      {review.error && <Failure fault={review.error} again={() => void review.refetch()} />}
      {canAsk && review.data && !review.error && (
        <div
          className={review.isPlaceholderData ? 'review-body review-old' : 'review-body'}
          aria-busy={review.isPlaceholderData}
        >
          <Shown answer={review.data} scoped={byId.get(asked.within ?? '')} stands={stands} />
        </div>
      )}
    </>
  )
}

/** What became of the commitments of a period, counted from the record: the same on both sides. */
export function ReviewPage({ place }: { place: ReviewPlace }) {
  const { t } = useTexts()
  return (
    <div className="review">
      <div className="page-head">
        <h1>{t('nav.review')}</h1>
        <p className="soft page-sub">{t('review.what')}</p>
      </div>
      <Answer place={place} />
    </div>
  )
}
