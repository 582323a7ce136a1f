import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { heldQuery } from '../../api/queries.ts'
import { useSigned } from '../../api/session.tsx'
import type { Held } from '../../api/types.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { HeldWhy } from '../../parts/held-why.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useParty } from '../../parts/party.tsx'
import { Plain } from '../../parts/said.tsx'
import { Failure, Nothing, Waiting } from '../../parts/waiting.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { useNow } from '../../time/use-now.ts'

function Row({ row, why }: { row: Held['rows'][number]; why: string }) {
  const { moment, fullMoment, span } = useTexts()
  const naming = useNaming()(row)
  const at = useNow(10)
  return (
    <tr>
      <td>
        <Link to={{ page: 'dossier', id: row.dossier }}>{naming.done(row.act)}</Link>
        <span className="under-line">
          <Plain value={row.title} />
        </span>
      </td>
      <td title={fullMoment(row.recorded)}>{moment(row.recorded)}</td>
      <td>{span(Math.max(0, at - row.recorded))}</td>
      <td>{why}</td>
    </tr>
  )
}

function Rows({ page }: { page: Held }) {
  const { t, named } = useTexts()
  // One reason holds them all: what goes first holds what comes after it.
  const code = page.held.ours ?? page.held.theirs
  const why = code === null ? t('waits.sending') : named('held', code)
  return (
    <table className="waits-table">
      <thead>
        <tr>
          {(['waits.act', 'waits.recorded', 'waits.age', 'waits.why'] as const).map((key) => (
            <th key={key} scope="col">
              {t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {page.rows.map((row) => (
          <Row key={row.leaf} row={row} why={why} />
        ))}
      </tbody>
    </table>
  )
}

/** What the other side has not signed for, why and since when. Nothing on it ever expires. */
export function Waits() {
  const { t } = useTexts()
  const { relation } = useSigned()
  const nameOf = useParty()
  const [from, setFrom] = useState<number | null>(null)
  const held = useQuery(heldQuery(relation.id, from))
  if (held.isPending) return <Waiting rows={6} tall />
  if (!held.data) return <Failure fault={held.error} again={() => void held.refetch()} />
  const { rows, others, after } = held.data
  const isNothing = rows.length === 0 && others === 0 && from === null
  return (
    <div className="waits">
      <div className="page-head">
        <h1>{t('waits.title')}</h1>
        <p className="soft page-sub">{t('waits.what', { party: nameOf(relation.other) })}</p>
      </div>
      {isNothing ? (
        <Nothing title={t('waits.nothing')} />
      ) : (
        <>
          <div className="waits-why">
            <Panel title={t('line.with', { party: nameOf(relation.other) })}>
              <HeldWhy of={held.data} />
            </Panel>
          </div>
          {rows.length > 0 && <Rows page={held.data} />}
          {others > 0 && <p className="soft small">{t('waits.others', { count: others })}</p>}
        </>
      )}
      {(after !== null || from !== null) && (
        <div className="more">
          {from !== null && <Button onClick={() => setFrom(null)}>{t('page.first')}</Button>}
          {after !== null && <Button onClick={() => setFrom(after)}>{t('page.next')}</Button>}
        </div>
      )}
    </div>
  )
}
