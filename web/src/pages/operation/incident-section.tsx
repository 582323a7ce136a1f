import type { Operation } from '../../api/types.ts'
import { Panel } from '../../parts/panel.tsx'
import { useTexts } from '../../text/use-texts.tsx'

/** What did not fit between the two logs, newest first, and how many there ever were. */
export function IncidentSection({ operation: { incidents, relations } }: { operation: Operation }) {
  const { t, named, moment, fullMoment } = useTexts()
  // Several of one kind may be of one second.
  const rows = incidents.map((one, at) => ({ ...one, key: `${incidents.length - at} ${one.at}` }))
  const counted = relations.flatMap(({ stored }) => stored?.incidents ?? [])
  const all = counted.reduce((sum, { count }) => sum + count, 0)
  return (
    <Panel title={t('operation.incidents')}>
      {all === 0 ? (
        <p className="alarm-none">{t('operation.no-incident')}</p>
      ) : (
        <>
          <table className="operation-table">
            <tbody>
              {rows.map(({ key, relation, at, code }) => (
                <tr key={key}>
                  <td title={fullMoment(at)}>{moment(at)}</td>
                  <td>
                    {named('incident', code)}
                    <span className="under-line">
                      <code>{code}</code> · {relation}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="soft small">{t('operation.incidents-all', { count: all })}</p>
        </>
      )}
    </Panel>
  )
}
