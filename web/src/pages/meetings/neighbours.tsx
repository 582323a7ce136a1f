import type { FrameRow } from '../../api/types.ts'
import { Icon } from '../../parts/icon.tsx'
import { Plain } from '../../parts/said.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { editionsOf, type Meeting } from './meeting.ts'

interface Props {
  meeting: Meeting
  meetings: readonly Meeting[]
  byId: ReadonlyMap<string, FrameRow>
}

/** Its series, and the editions before and after it, the way a review goes from one to the next. */
export function Neighbours({ meeting, meetings, byId }: Props) {
  const { t } = useTexts()
  const series = byId.get(meeting.series ?? '')
  if (!series) return null
  const editions = editionsOf(series.id, meetings)
  const at = editions.findIndex(({ id }) => id === meeting.id)
  const [before, after] = [editions[at - 1], editions[at + 1]]
  const [from, until] = [before?.begins?.date, meeting.begins?.date]
  return (
    <nav className="neighbours" aria-label={t('meeting.series')}>
      {before && (
        <Link to={{ page: 'meeting', id: before.id }}>
          <Icon name="back" size={13} /> {t('meeting.before')}
        </Link>
      )}
      <Link to={{ page: 'meetings', at: series.id }}>
        <Plain value={series.title} />
      </Link>
      {after && (
        <Link to={{ page: 'meeting', id: after.id }}>
          {t('meeting.after')} <Icon name="right" size={13} />
        </Link>
      )}
      {from !== undefined && until !== undefined && (
        <Link className="neighbours-review" to={{ page: 'review', of: { from, until, within: series.id } }}>
          {t('meeting.review-between')}
        </Link>
      )}
    </nav>
  )
}
