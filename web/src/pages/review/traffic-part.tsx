import { useSession } from '../../api/session.tsx'
import type { Review } from '../../api/types.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { useParty } from '../../parts/party.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { type Measure, measuresOf, type Traffic, trafficOf } from './group.ts'
import { ReviewSection } from './section.tsx'

/** A count with its bar; the length of all bars of a table is measured by the same largest count. */
function Bar({
  count,
  most,
  mean,
  ours,
}: {
  count: number
  most: number
  mean: number | null
  ours: boolean
}) {
  const { t, number, span } = useTexts()
  return (
    <td>
      <span className="bar-cell">
        <svg className={ours ? 'bar bar-ours' : 'bar bar-theirs'} width="100%" height="12" aria-hidden="true">
          <rect width={`${most === 0 ? 0 : (100 * count) / most}%`} height="12" rx="2" />
        </svg>
        <span className="bar-count">{number(count)}</span>
      </span>
      {mean !== null && <span className="under-line">{t('review.mean', { span: span(mean) })}</span>}
    </td>
  )
}

function Table({ of, parties }: { of: Traffic; parties: readonly string[] }) {
  const { t } = useTexts()
  const session = useSession()
  const nameOf = useParty()
  const naming = useNaming()(of)
  const sides = parties.toSorted((a, b) => Number(b === session.side) - Number(a === session.side))
  const { fixed, own } = measuresOf(of, sides)
  const most = Math.max(...[...fixed, ...own].flatMap(({ counts }) => counts))
  const row = ({ name, counts, means }: Measure, label: string) => (
    <tr key={name} className={name === 'overdue' || name === 'still' ? 'bar-row-late' : ''}>
      <th scope="row">{label}</th>
      {sides.map((side, at) => (
        <Bar
          key={side}
          count={counts[at] ?? 0}
          most={most}
          mean={means[at] ?? null}
          ours={side === session.side}
        />
      ))}
    </tr>
  )
  return (
    <table className="bars">
      <caption>{naming.name}</caption>
      <thead>
        <tr>
          <td />
          {sides.map((side) => (
            <th key={side} scope="col">
              {nameOf(side)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fixed.map((one) => row(one, t(`review.measure-${one.name as 'opened'}`)))}
        {own.map((one) => row(one, naming.indicator(one.name)))}
      </tbody>
    </table>
  )
}

/** What went to and fro in the whole scope: asked, answered and late, by the side that asked or owed. */
export function TrafficPart({ review }: { review: Review }) {
  const { t } = useTexts()
  const all = trafficOf(review.evidence, review.overdue)
  return (
    <ReviewSection
      title={t('review.traffic')}
      {...(review.scope.kind === 'within' ? {} : { count: all.length })}
      note={
        <>
          {t(review.scope.kind === 'within' ? 'review.traffic-within' : 'review.traffic-means')}
          <span className="under-line">{t(`review.closed-${review.closed}`)}</span>
        </>
      }
      empty={t('review.no-traffic')}
    >
      <div className="bar-tables">
        {all.map((one) => (
          <Table key={one.procedure} of={one} parties={review.parties} />
        ))}
      </div>
    </ReviewSection>
  )
}
