import { useSession } from '../../api/session.tsx'
import type { FrameRow } from '../../api/types.ts'
import { rowsIn } from '../../declared/read.ts'
import { slot, slotChoice, slotLabel } from '../../declared/slots.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { useParty } from '../../parts/party.tsx'
import { RowLines } from '../../parts/row-lines.tsx'
import { Plain, Said, Versions } from '../../parts/said.tsx'
import { SlotDetails } from '../../parts/slot-panel.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { Editions } from './editions.tsx'
import { editionsOf, type Meeting } from './meeting.ts'

/** The bodies that meet, each with its party. */
function Sides({ series }: { series: FrameRow }) {
  const nameOf = useParty()
  const session = useSession()
  const naming = useNaming()(series)
  const list = slot(naming.declared, 'sides') ?? ''
  const rows = rowsIn(series.slots.sides).toSorted(
    (a, b) => Number(b.party === session.side) - Number(a.party === session.side),
  )
  return rows.map((row) => (
    <span key={JSON.stringify(row)} className="series-side">
      {typeof row.party === 'string' && <b>{nameOf(row.party)}</b>}
      <RowLines naming={naming} list={list} row={row} without={['party']} />
    </span>
  ))
}

/** One series: who meets, at which rank, in whose turn, and every edition. */
export function SeriesCard({ series, meetings }: { series: FrameRow; meetings: readonly Meeting[] }) {
  const { t } = useTexts()
  const naming = useNaming()(series)
  const { slots } = series
  const heading = `series-${series.id}`
  return (
    <section id={series.id} tabIndex={-1} className="series" aria-labelledby={heading}>
      <Versions of={series.title}>
        {(choice) => (
          <header className="sheet-head">
            <h3 id={heading}>
              <Said value={series.title} />
            </h3>
            {choice}
          </header>
        )}
      </Versions>
      <div className="facts">
        <span className="stage">{naming.state(series.state)}</span>
        {slots.rank !== undefined && (
          <span>
            {t('value.labelled', { label: slotLabel(naming, 'rank') })}
            <Plain value={slots.rank} />
          </span>
        )}
        <span>
          {t('value.labelled', { label: slotLabel(naming, 'rotation') })}
          {slotChoice(naming, slots, 'rotation')}
        </span>
        {slots.cadence !== undefined && (
          <span>
            {t('value.labelled', { label: slotLabel(naming, 'cadence') })}
            <Plain value={slots.cadence} />
          </span>
        )}
        <Link to={{ page: 'dossier', id: series.id }}>{t('record.ladder')}</Link>
        <Link to={{ page: 'review', of: { within: series.id } }}>{t('review.of-this')}</Link>
      </div>
      <div className="series-sides">
        <Sides series={series} />
      </div>
      <Editions meetings={editionsOf(series.id, meetings)} />
      {slots.remark !== undefined && (
        <p className="small series-remark">
          <Plain value={slots.remark} />
        </p>
      )}
      <SlotDetails name="names" naming={naming} fields={series.fields} />
      <SlotDetails name="sources" naming={naming} fields={series.fields} />
    </section>
  )
}
