import type { FrameRow } from '../../api/types.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { PartialDate, When } from '../../parts/partial-date.tsx'
import { Parties } from '../../parts/party.tsx'
import { Plain } from '../../parts/said.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { groupMeetings, isYear, type Meeting } from './meeting.ts'
import { MeetingMark } from './meeting-mark.tsx'
import { MeetingName } from './meeting-name.tsx'
import { Places } from './places.tsx'

function Row({ meeting, series }: { meeting: Meeting; series: FrameRow | undefined }) {
  const { t } = useTexts()
  const naming = useNaming()(meeting.row)
  return (
    <tr className="tree-row">
      <td className="cell-above">
        <When slots={meeting.row.slots} />
        {meeting.begins && meeting.planned && (
          <span className="under-line">
            {t('meeting.was-planned')} <PartialDate value={meeting.planned} />
          </span>
        )}
      </td>
      <td className="cell-title">
        <MeetingName meeting={meeting} />
      </td>
      <td>
        {series && <Plain value={series.title} />}
        {series && meeting.ordinal !== null && (
          <span className="under-line">{t('meeting.edition', { ordinal: meeting.ordinal })}</span>
        )}
      </td>
      <td>
        <Parties parties={meeting.hosts} />
        <span className="under-line">
          <Places slots={meeting.row.slots} naming={naming} />
        </span>
      </td>
      <td>
        <MeetingMark meeting={meeting} />
      </td>
    </tr>
  )
}

interface Props {
  meetings: readonly Meeting[]
  byId: ReadonlyMap<string, FrameRow>
}

/** Every meeting by its time; those without a date in a group of their own. */
export function MeetingTable({ meetings, byId }: Props) {
  const { t, number } = useTexts()
  return (
    <table className="desk-table tree-table meeting-table">
      <thead>
        <tr>
          <th scope="col" className="col col-when">
            {t('meeting.when')}
          </th>
          <th scope="col" className="col col-meeting">
            {t('meeting.title')}
          </th>
          <th scope="col" className="col">
            {t('meeting.series')}
          </th>
          <th scope="col" className="col col-host">
            {t('meeting.host-place')}
          </th>
          <th scope="col" className="col col-status">
            {t('meeting.status')}
          </th>
        </tr>
      </thead>
      {groupMeetings(meetings).map(({ key, meetings: own }) => (
        <tbody key={key}>
          <tr className="group-head">
            <th colSpan={5} scope="rowgroup">
              {isYear(key) ? key : t(`meeting.group-${key}`)}{' '}
              <span className="group-count">{number(own.length)}</span>
            </th>
          </tr>
          {own.map((meeting) => (
            <Row key={meeting.id} meeting={meeting} series={byId.get(meeting.series ?? '')} />
          ))}
        </tbody>
      ))}
    </table>
  )
}
