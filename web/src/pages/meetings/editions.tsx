import { useSigned } from '../../api/session.tsx'
import { useNaming } from '../../declared/use-naming.ts'
import { PartialDate } from '../../parts/partial-date.tsx'
import { useParty } from '../../parts/party.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import type { Meeting } from './meeting.ts'
import { MeetingMark } from './meeting-mark.tsx'
import { MeetingName } from './meeting-name.tsx'
import { Ordinal } from './ordinal.tsx'
import { Places } from './places.tsx'

/** Who hosts stands in a column of each side, so that one sees whether they take turns. */
function HostCell({ meeting, side }: { meeting: Meeting; side: string }) {
  const { t } = useTexts()
  const { session } = useSigned()
  const naming = useNaming()(meeting.row)
  if (!meeting.hosts.includes(side)) return <td />
  return (
    <td className={side === session.side ? 'host-ours' : 'host-theirs'}>
      <span className="host-mark">{t('meeting.hosts')}</span>
      <Places slots={meeting.row.slots} naming={naming} />
    </td>
  )
}

function Row({ meeting, sides }: { meeting: Meeting; sides: readonly string[] }) {
  const naming = useNaming()(meeting.row)
  return (
    <tr className="tree-row">
      <td>
        <Ordinal slots={meeting.row.slots} naming={naming} />
      </td>
      <td className="cell-title">
        <MeetingName meeting={meeting} />
      </td>
      <td className="cell-above">{meeting.planned && <PartialDate value={meeting.planned} />}</td>
      <td className="cell-above">{meeting.begins && <PartialDate value={meeting.begins} />}</td>
      <td>
        <MeetingMark meeting={meeting} />
      </td>
      {sides.map((side) => (
        <HostCell key={side} meeting={meeting} side={side} />
      ))}
    </tr>
  )
}

/** The editions of a series in order: agreed and actual time beside each other, and who hosted. */
export function Editions({ meetings }: { meetings: readonly Meeting[] }) {
  const { t } = useTexts()
  const { session, relation } = useSigned()
  const nameOf = useParty()
  const sides = [session.side, relation.other]
  if (meetings.length === 0) return <p className="soft">{t('series.no-editions')}</p>
  return (
    <div className="rows-scroll">
      <table className="editions">
        <thead>
          <tr>
            <th scope="col">{t('meeting.number')}</th>
            <th scope="col">{t('meeting.title')}</th>
            <th scope="col">{t('meeting.planned')}</th>
            <th scope="col">{t('meeting.actual')}</th>
            <th scope="col">{t('meeting.status')}</th>
            {sides.map((side) => (
              <th key={side} scope="col">
                {nameOf(side)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {meetings.map((meeting) => (
            <Row key={meeting.id} meeting={meeting} sides={sides} />
          ))}
        </tbody>
      </table>
    </div>
  )
}
