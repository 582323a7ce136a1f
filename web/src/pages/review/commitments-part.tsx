import { useSession } from '../../api/session.tsx'
import type { Evidence, FrameRow, Overdue, Review, ReviewCommitment, ReviewItem } from '../../api/types.ts'
import { dossierOf, lineOf, wordsOf } from '../../declared/read.ts'
import { slotLabel, slotWord } from '../../declared/slots.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { Chips } from '../../parts/chips.tsx'
import { DifferingLines } from '../../parts/differing.tsx'
import { FigureTable } from '../../parts/figure-table.tsx'
import { NatureChip } from '../../parts/nature-chip.tsx'
import { useParty } from '../../parts/party.tsx'
import { RefLink } from '../../parts/ref-link.tsx'
import { Plain } from '../../parts/said.tsx'
import { routeTo } from '../../route/route.ts'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { Term } from '../commitments/term.tsx'
import { StatusMark } from '../meetings/status-mark.tsx'
import { groupByArea } from './group.ts'
import { Outcome } from './outcome.tsx'
import { ReviewSection } from './section.tsx'

interface CountsProps {
  evidence: readonly Evidence[]
  overdue: readonly Overdue[]
}

/** What was filed on its ground, counted from acts. */
function Counts({ evidence, overdue }: CountsProps) {
  const { t, number } = useTexts()
  const namingFor = useNaming()
  const nameOf = useParty()
  const whose = (of: { procedure: string; side: string }) =>
    t('value.whose', { name: namingFor(of).name, side: nameOf(of.side) })
  if (evidence.length + overdue.length === 0) return <p className="soft small">{t('review.nothing-filed')}</p>
  return (
    <ul className="evidence-lines">
      {evidence.map((one) => (
        <li key={`${one.procedure} ${one.side}`}>
          {t('value.labelled', { label: whose(one) })}
          {t('review.evidence', {
            opened: number(one.opened),
            closed: number(one.closed),
            open: number(one.open),
          })}
        </li>
      ))}
      {overdue.map((one) => (
        <li key={`${one.procedure} ${one.side}`} className="due-late">
          {t('value.labelled', { label: whose(one) })}
          {t('review.overdue', { count: one.overdue, still: one.still })}
        </li>
      ))}
    </ul>
  )
}

/** Both assessments beside each other; that one is missing is said. */
function Assessed({ commitment, parties }: { commitment: ReviewCommitment; parties: readonly string[] }) {
  const { t } = useTexts()
  const session = useSession()
  const nameOf = useParty()
  const naming = useNaming()(commitment)
  const sides = parties.toSorted((a, b) => Number(b === session.side) - Number(a === session.side))
  return (
    <dl className="assessed-by">
      {sides.map((party) => {
        const said = commitment.assessments[party]
        return (
          <div key={party}>
            <dt className={party === session.side ? 'party-ours' : 'party-theirs'}>{nameOf(party)}</dt>
            <dd className={said ? '' : 'soft'}>
              {said ? slotWord(naming, 'keeper-assessment', said.choice) : t('commitment.not-assessed')}
              {said?.words && (
                <span className="under-line">
                  <Plain value={said.words} />
                </span>
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

interface ItemProps {
  commitment: ReviewCommitment
  parties: readonly string[]
  figures: ReadonlyMap<string, ReviewItem>
  /** Where contents stand: instruments and meetings. */
  stands: ReadonlyMap<string, FrameRow>
}

function Item({ commitment, parties, figures, stands }: ItemProps) {
  const { t } = useTexts()
  const naming = useNaming()(commitment)
  const { slots, about } = commitment
  const others = wordsOf(slots.area).slice(1)
  const aboutId = dossierOf(slots.about)
  const stated = commitment.figures.flatMap((id) => figures.get(id) ?? [])
  const paragraph = lineOf(slots.paragraph)
  const places = commitment.under.flatMap((id) => stands.get(id) ?? [])
  return (
    <li className={commitment.late ? 'review-item review-item-late' : 'review-item'}>
      <div>
        <p className="content-text">
          <Link to={{ page: 'commitment', id: commitment.id }}>
            <Plain value={commitment.title} />
          </Link>
        </p>
        <div className="content-rest">
          <NatureChip of={commitment} naming={naming} />
          <Term slots={slots} naming={naming} stand={commitment.late ? 'late' : 'none'} />
          <Outcome of={commitment} naming={naming} />
          <Chips words={others.map((one) => slotWord(naming, 'area', one))} />
        </div>
        <DifferingLines of={commitment} naming={naming} />
        {about !== null && aboutId !== null && (
          <p className="small">
            <span className="soft">{t('value.labelled', { label: slotLabel(naming, 'about') })}</span>
            <RefLink id={aboutId} content={null} /> <StatusMark status={about} heldLate={false} />
          </p>
        )}
        {places.map((place) => (
          <p key={place.id} className="soft small stands">
            {paragraph !== null && place.plays === 'instrument' && (
              <>{t('content.paragraph', { number: paragraph })} · </>
            )}
            <Link to={routeTo(place)}>
              <Plain value={place.title} />
            </Link>
          </p>
        ))}
      </div>
      <div>
        <Counts evidence={commitment.evidence} overdue={commitment.overdue} />
        <Assessed commitment={commitment} parties={parties} />
      </div>
      <FigureTable items={stated} />
    </li>
  )
}

function AreaName({ area, of }: { area: string | null; of: ReviewCommitment }) {
  const { t } = useTexts()
  const naming = useNaming()(of)
  return <>{area === null ? t('review.no-area') : slotWord(naming, 'area', area)}</>
}

interface Props {
  review: Review
  areas: readonly string[]
  stands: ReadonlyMap<string, FrameRow>
}

/** Everything that binds both sides, by what it is about. */
export function CommitmentsPart({ review, areas, stands }: Props) {
  const { t, number } = useTexts()
  const figures = new Map(review.figures.map((one) => [one.id, one]))
  return (
    <ReviewSection
      title={t('review.commitments')}
      count={review.commitments.length}
      note={t('content.binding-means')}
      empty={t('review.no-commitments')}
    >
      {groupByArea(review.commitments, areas).map(({ area, items }) => {
        const [first] = items
        return (
          first && (
            <div key={area} className="review-area">
              <h3>
                <AreaName area={area} of={first} />{' '}
                <span className="group-count">{number(items.length)}</span>
              </h3>
              <ol>
                {items.map((one) => (
                  <Item
                    key={one.id}
                    commitment={one}
                    parties={review.parties}
                    figures={figures}
                    stands={stands}
                  />
                ))}
              </ol>
            </div>
          )
        )
      })}
    </ReviewSection>
  )
}
