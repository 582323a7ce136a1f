import type { Alarm, Operation } from '../../api/types.ts'
import { Panel } from '../../parts/panel.tsx'
import { useParty } from '../../parts/party.tsx'
import { useTexts } from '../../text/use-texts.tsx'

function Row({ alarm, other }: { alarm: Alarm; other: string | undefined }) {
  const { t, named } = useTexts()
  const nameOf = useParty()
  const about = [
    ...(other === undefined ? [] : [t('line.with', { party: nameOf(other) })]),
    ...(alarm.side === null ? [] : [nameOf(alarm.side)]),
  ]
  return (
    <li className={`alarm alarm-${alarm.level}`}>
      <span className="alarm-level">{named('alarm-level', alarm.level)}</span>
      <div>
        <p className="alarm-what">
          {named('alarm', alarm.code)}
          {about.length > 0 && <span className="soft"> · {about.join(' · ')}</span>}
        </p>
        <p className="soft small">{named('alarm-do', alarm.code)}</p>
      </div>
    </li>
  )
}

/** What somebody has to look at, and what to do about it. */
export function AlarmSection({ operation }: { operation: Operation }) {
  const { t } = useTexts()
  const { alarms, relations } = operation
  return (
    <Panel title={t('operation.alarms')}>
      {alarms.length === 0 ? (
        <p className="alarm-none">{t('operation.no-alarm')}</p>
      ) : (
        <ul className="alarms">
          {alarms.map((alarm) => (
            <Row
              key={`${alarm.code} ${alarm.relation} ${alarm.side}`}
              alarm={alarm}
              other={relations.find(({ id }) => id === alarm.relation)?.other}
            />
          ))}
        </ul>
      )}
    </Panel>
  )
}
