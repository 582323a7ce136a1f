import type { ReviewMeeting } from '../../api/types.ts'
import { slotChoice } from '../../declared/slots.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { PartialDate, When } from '../../parts/partial-date.tsx'
import { Parties } from '../../parts/party.tsx'
import { Plain } from '../../parts/said.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { hostsOf } from '../meetings/meeting.ts'
import { StatusMark } from '../meetings/status-mark.tsx'
import { ReviewSection } from './section.tsx'

function Row({ meeting }: { meeting: ReviewMeeting }) {
  const { t } = useTexts()
  const naming = useNaming()(meeting)
  const { slots } = meeting
  return (
    <tr>
      <td>
        <When slots={slots} />
        {slots.begins !== undefined && slots.planned !== undefined && (
          <span className="under-line">
            {t('meeting.was-planned')} <PartialDate value={slots.planned} />
          </span>
        )}
      </td>
      <th scope="row">
        <Link to={{ page: 'meeting', id: meeting.id }}>
          <Plain value={meeting.title} />
        </Link>
        <span className="under-line">
          {['kind', 'format'].flatMap((name) => slotChoice(naming, slots, name) ?? []).join(' · ')}
        </span>
      </th>
      <td className="nowrap">
        {typeof slots.ordinal === 'number' && t('meeting.edition', { ordinal: slots.ordinal })}
      </td>
      <td className="nowrap" data-label={t('meeting.host')}>
        <Parties parties={hostsOf(slots.host)} />
      </td>
      <td>
        <StatusMark status={meeting.status} heldLate={meeting.heldLate} />
      </td>
    </tr>
  )
}

/** The meetings of the period, and those whose agreed time is over. */
export function MeetingsPart({ meetings }: { meetings: readonly ReviewMeeting[] }) {
  const { t } = useTexts()
  return (
    <ReviewSection title={t('review.meetings')} count={meetings.length} empty={t('review.no-meetings')}>
      <div className="rows-scroll">
        <table className="review-table">
          <thead>
            <tr>
              <th scope="col">{t('meeting.when')}</th>
              <th scope="col">{t('meeting.title')}</th>
              <th scope="col">{t('meeting.number')}</th>
              <th scope="col">{t('meeting.host')}</th>
              <th scope="col">{t('meeting.status')}</th>
            </tr>
          </thead>
          <tbody>
            {meetings.map((meeting) => (
              <Row key={meeting.id} meeting={meeting} />
            ))}
          </tbody>
        </table>
      </div>
    </ReviewSection>
  )
}
