import { useMemo } from 'react'
import { useDeclarations } from '../../api/queries.ts'
import type { FrameRow } from '../../api/types.ts'
import { slotChoice } from '../../declared/slots.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { byTime } from '../../declared/when.ts'
import { When } from '../../parts/partial-date.tsx'
import { Plain } from '../../parts/said.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { type ContentCounts, countContents } from '../commitments/content.ts'
import type { Instrument } from './instrument.ts'

function Row({ meeting, counts }: { meeting: FrameRow; counts: ContentCounts }) {
  const { number } = useTexts()
  const naming = useNaming()(meeting)
  return (
    <tr className="tree-row">
      <td className="cell-title">
        <Link className="row-link" to={{ page: 'meeting', id: meeting.id }}>
          <Plain value={meeting.title} />
        </Link>
      </td>
      <td>{slotChoice(naming, meeting.slots, 'kind')}</td>
      <td className="cell-above">
        <When slots={meeting.slots} />
      </td>
      <td className="right">{counts.binding > 0 && number(counts.binding)}</td>
      <td className="right soft">{counts.free > 0 && number(counts.free)}</td>
    </tr>
  )
}

interface Props {
  meetings: readonly FrameRow[]
  contents: readonly FrameRow[]
  instruments: ReadonlyMap<string, Instrument>
}

/** Contents that no instrument holds: they stand where they were said. */
export function SaidAtMeetings({ meetings, contents, instruments }: Props) {
  const { t } = useTexts()
  const declarations = useDeclarations()
  const counts = useMemo(() => {
    const loose = contents.filter(({ under }) => !under.some((id) => instruments.has(id)))
    return countContents(loose, declarations)
  }, [contents, instruments, declarations])
  const found = meetings.filter(({ id }) => counts.has(id)).toSorted(byTime)
  if (found.length === 0) return null
  return (
    <section className="said-at" aria-labelledby="said-at">
      <h2 id="said-at" className="section-title">
        {t('instrument.said-at')}
      </h2>
      <p className="soft">{t('instrument.said-at-means')}</p>
      <table className="desk-table tree-table">
        <thead>
          <tr>
            <th scope="col" className="col col-title">
              {t('meeting.title')}
            </th>
            <th scope="col" className="col col-kind">
              {t('instrument.kind')}
            </th>
            <th scope="col" className="col col-date">
              {t('meeting.when')}
            </th>
            <th scope="col" className="col col-count right">
              {t('instrument.binding')}
            </th>
            <th scope="col" className="col col-count right">
              {t('instrument.free')}
            </th>
          </tr>
        </thead>
        <tbody>
          {found.map((meeting) => (
            <Row key={meeting.id} meeting={meeting} counts={counts.get(meeting.id) ?? NONE} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

const NONE: ContentCounts = { binding: 0, free: 0 }
