import { Fragment, useMemo } from 'react'
import { useDeclarations } from '../../api/queries.ts'
import type { FrameRow } from '../../api/types.ts'
import { slotChoice } from '../../declared/slots.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { PartialDate } from '../../parts/partial-date.tsx'
import { Plain } from '../../parts/said.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { type ContentCounts, countContents } from '../commitments/content.ts'
import { dateOfMeeting, type Meeting } from './meeting.ts'
import { MeetingMark } from './meeting-mark.tsx'

function Instrument({ row, counts }: { row: FrameRow; counts: ContentCounts | undefined }) {
  const { t, number } = useTexts()
  const naming = useNaming()(row)
  const contents = (['binding', 'free'] as const).filter((key) => counts !== undefined && counts[key] > 0)
  return (
    <li>
      <Link to={{ page: 'instrument', id: row.id }}>
        <Plain value={row.title} />
      </Link>
      <span className="soft small">
        {slotChoice(naming, row.slots, 'kind')} · {naming.state(row.state)}
        {contents.map((key) => (
          <Fragment key={key}>
            {' · '}
            {t('value.labelled', { label: t(`content.${key}`) })}
            {number(counts?.[key] ?? 0)}
          </Fragment>
        ))}
      </span>
    </li>
  )
}

interface SignedProps {
  instruments: readonly FrameRow[]
  contents: readonly FrameRow[]
}

/** What was signed or agreed at a meeting, with the number of its contents. */
export function Signed({ instruments, contents }: SignedProps) {
  const { t } = useTexts()
  const declarations = useDeclarations()
  const counts = useMemo(() => countContents(contents, declarations), [contents, declarations])
  if (instruments.length === 0) return null
  return (
    <section className="sheet" aria-labelledby="signed">
      <h2 id="signed">{t('meeting.signed')}</h2>
      <ul className="side-rows">
        {instruments.map((row) => (
          <Instrument key={row.id} row={row} counts={counts.get(row.id)} />
        ))}
      </ul>
    </section>
  )
}

/** The meetings that a visit is made of. */
export function Within({ meetings }: { meetings: readonly Meeting[] }) {
  const { t } = useTexts()
  if (meetings.length === 0) return null
  return (
    <section className="sheet" aria-labelledby="within">
      <h2 id="within">{t('meeting.within')}</h2>
      <ul className="side-rows">
        {meetings.map((meeting) => (
          <li key={meeting.id}>
            <Link to={{ page: 'meeting', id: meeting.id }}>
              <Plain value={meeting.row.title} />
            </Link>
            <span className="soft small">
              {dateOfMeeting(meeting) && <PartialDate value={dateOfMeeting(meeting)} />}{' '}
              <MeetingMark meeting={meeting} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
