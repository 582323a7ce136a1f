import { Popover } from 'antd'
import { useHeard } from '../api/live.ts'
import { useSigned } from '../api/session.tsx'
import { LineDetails } from '../parts/line-details.tsx'
import { useParty } from '../parts/party.tsx'
import { Link } from '../route/use-route.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { useNow } from '../time/use-now.ts'

/** Whether the other side is reached, since when, and how much waits for it. */
export function LineState() {
  const { relation } = useSigned()
  const { t, span } = useTexts()
  const nameOf = useParty()
  const at = useNow(10)
  const { line } = relation
  const isHeard = useHeard()
  const tone = !isHeard ? 'down' : line.held !== null ? 'held' : line.state
  const since = line.state === 'down' && line.since !== null ? ` ${span(Math.max(0, at - line.since))}` : ''
  const waiting = line.waiting > 0 ? ` · ${t('line.waits', { count: line.waiting })}` : ''
  return (
    <Popover
      placement="bottomRight"
      title={t('line.with', { party: nameOf(relation.other) })}
      content={
        <>
          <LineDetails line={line} />
          <Link to={{ page: 'waits' }}>{t('line.see')}</Link>
        </>
      }
      trigger={['hover', 'click']}
    >
      <button type="button" className={`line-state line-${tone}`}>
        <span className="line-dot" aria-hidden="true" />
        <span>{isHeard ? `${t(`line.${line.state}`)}${since}${waiting}` : t('line.own-lost')}</span>
      </button>
    </Popover>
  )
}
