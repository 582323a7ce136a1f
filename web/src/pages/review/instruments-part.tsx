import type { ReviewItem } from '../../api/types.ts'
import { rowsIn, wordsOf } from '../../declared/read.ts'
import { slotChoice } from '../../declared/slots.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { PartialDate } from '../../parts/partial-date.tsx'
import { Parties } from '../../parts/party.tsx'
import { Plain } from '../../parts/said.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { ReviewSection } from './section.tsx'

/** What a row of signatories says in texts: the organisations. */
function Texts({ row }: { row: Record<string, unknown> }) {
  return Object.entries(row).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null ? [<Plain key={name} value={value} />] : [],
  )
}

function Row({ instrument }: { instrument: ReviewItem }) {
  const { t } = useTexts()
  const naming = useNaming()(instrument)
  const { slots } = instrument
  return (
    <tr>
      <td>{slots.signed !== undefined && <PartialDate value={slots.signed} />}</td>
      <th scope="row">
        <Link to={{ page: 'instrument', id: instrument.id }}>
          <Plain value={instrument.title} />
        </Link>
        <span className="under-line">{slotChoice(naming, slots, 'kind')}</span>
      </th>
      <td data-label={t('review.signatories')}>
        {rowsIn(slots.signatories).map((row) => (
          <span key={JSON.stringify(row)} className="line-of">
            {/* Both states have a ministry of one name. */}
            <Parties parties={wordsOf(row.party)} /> <Texts row={row} />
          </span>
        ))}
      </td>
      <td data-label={t('instrument.stage')}>{naming.state(instrument.state)}</td>
    </tr>
  )
}

/** What was signed or agreed in the period. */
export function InstrumentsPart({ instruments }: { instruments: readonly ReviewItem[] }) {
  const { t } = useTexts()
  return (
    <ReviewSection
      title={t('review.instruments')}
      count={instruments.length}
      empty={t('review.no-instruments')}
    >
      <div className="rows-scroll">
        <table className="review-table">
          <thead>
            <tr>
              <th scope="col">{t('instrument.date')}</th>
              <th scope="col">{t('instrument.title')}</th>
              <th scope="col">{t('review.signatories')}</th>
              <th scope="col">{t('instrument.stage')}</th>
            </tr>
          </thead>
          <tbody>
            {instruments.map((instrument) => (
              <Row key={instrument.id} instrument={instrument} />
            ))}
          </tbody>
        </table>
      </div>
    </ReviewSection>
  )
}
