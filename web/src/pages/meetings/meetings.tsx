import { useSigned } from '../../api/session.tsx'
import { byName } from '../../declared/when.ts'
import { NothingOnRecord } from '../../parts/nothing-on-record.tsx'
import { useFrames } from '../../parts/use-frames.ts'
import { Failure, Waiting } from '../../parts/waiting.tsx'
import { useShown } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { MeetingTable } from './meeting-table.tsx'
import { SeriesCard } from './series-card.tsx'
import { useMeetings } from './use-meetings.ts'

/** Series with their editions, then every meeting by its time. `at`: the series that is meant. */
export function Meetings({ at }: { at: string | undefined }) {
  const { t } = useTexts()
  const { relation } = useSigned()
  const { of, byId, pending, fault, again } = useFrames(relation.id, 'series', 'meeting')
  const meetings = useMeetings(of.meeting)
  useShown(at, !pending)
  if (fault) return <Failure fault={fault} again={again} />
  if (pending) return <Waiting rows={8} tall />
  return (
    <div className="meetings">
      <div className="page-head">
        <h1>{t('nav.meetings')}</h1>
        <p className="soft page-sub">{t('meeting.what')}</p>
      </div>
      {of.series.length > 0 && (
        <section aria-labelledby="series">
          <h2 id="series" className="section-title">
            {t('series.title')} <span className="group-count">{of.series.length}</span>
          </h2>
          <div className="series-list">
            {of.series.toSorted(byName).map((series) => (
              <SeriesCard key={series.id} series={series} meetings={meetings} />
            ))}
          </div>
        </section>
      )}
      <section aria-labelledby="all-meetings">
        <h2 id="all-meetings" className="section-title">
          {t('meeting.all')} {meetings.length > 0 && <span className="group-count">{meetings.length}</span>}
        </h2>
        {meetings.length === 0 ? (
          <NothingOnRecord title={t('meeting.empty')} />
        ) : (
          <MeetingTable meetings={meetings} byId={byId} />
        )}
      </section>
    </div>
  )
}
