import type { Operation } from '../../api/types.ts'
import { Panel } from '../../parts/panel.tsx'
import { useParty } from '../../parts/party.tsx'
import { useTexts } from '../../text/use-texts.tsx'

type Dated = Operation['dates'][number]

function Row({ of, now }: { of: Dated; now: number }) {
  const { t, named, moment, span } = useTexts()
  const nameOf = useParty()
  const rest = of.until === null ? null : of.until - now
  return (
    <tr>
      <th scope="row">
        {named('dated', of.what)}
        <span className="under-line">
          {[
            ...(of.side === null ? [] : [nameOf(of.side)]),
            ...(of.relation === null ? [] : [of.relation]),
          ].join(' · ')}
        </span>
        <span className="under-line">
          <code>{of.id}</code>
        </span>
      </th>
      <td>{of.from === null ? '—' : moment(of.from)}</td>
      <td>
        {of.until === null ? '—' : moment(of.until)}
        {rest !== null && (
          <span className={`under-line dated-${of.state}`}>
            {rest > 0 ? t('operation.left', { span: span(rest) }) : t(endedWord(of.what))}
          </span>
        )}
      </td>
    </tr>
  )
}

/** A key goes on until it is changed. */
function endedWord(what: Dated['what']): 'operation.ended' | 'operation.to-change' {
  return what.endsWith('certificate') ? 'operation.ended' : 'operation.to-change'
}

/** Keys and certificates, with their dates: what ends first stands first. */
export function DateSection({ operation: { dates, now } }: { operation: Operation }) {
  const { t } = useTexts()
  const sorted = dates.toSorted(
    (a, b) => (a.until ?? Number.POSITIVE_INFINITY) - (b.until ?? Number.POSITIVE_INFINITY),
  )
  return (
    <Panel title={t('operation.dates')}>
      <table className="operation-table">
        <thead>
          <tr>
            <th scope="col">{t('operation.dated')}</th>
            <th scope="col">{t('operation.from')}</th>
            <th scope="col">{t('operation.until')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((of) => (
            <Row key={`${of.what} ${of.relation} ${of.side} ${of.id}`} of={of} now={now} />
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
