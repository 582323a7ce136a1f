import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { retentionQuery } from '../../api/queries.ts'
import { useSigned } from '../../api/session.tsx'
import { useNaming } from '../../declared/use-naming.ts'
import { Panel } from '../../parts/panel.tsx'
import { Failure, Nothing, Waiting } from '../../parts/waiting.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { mayRetain } from './may-retain.ts'
import { StayForm } from './stay-form.tsx'

/** What will be destroyed in the next 30 days, with what stays it at hand; and what the other side owes. */
export function RetentionPage() {
  const { t, pick, moment, number, named } = useTexts()
  const { relation, officer } = useSigned()
  const naming = useNaming()
  const found = useQuery(retentionQuery(relation.id))
  const [staying, setStaying] = useState<string | null>(null)
  return (
    <div className="retention">
      <div className="page-head">
        <h1>{t('retention.title')}</h1>
      </div>
      <p className="soft">{t('retention.page-means')}</p>
      {found.isPending && <Waiting rows={6} />}
      {found.isError && <Failure fault={found.error} again={() => void found.refetch()} />}
      {found.data && found.data.rows.length === 0 && <Nothing title={t('retention.nothing')} />}
      {found.data && found.data.rows.length > 0 && (
        <table className="rows">
          <thead>
            <tr>
              <th>{t('retention.on')}</th>
              <th>{t('retention.dossier')}</th>
              <th>{t('retention.parts')}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {found.data.rows.map(({ dossier, procedure, title, parts, first }) => (
              <tr key={dossier}>
                <td>{moment(first)}</td>
                <td>
                  <Link to={{ page: 'dossier', id: dossier }}>
                    {pick(title) || naming({ procedure }).name}
                  </Link>
                </td>
                <td>
                  {[...new Set(parts.map(({ name, why }) => `${name} ${why}`))].map((key) => {
                    const [name = '', why = ''] = key.split(' ')
                    return (
                      <span key={key} className="chip">
                        {t('value.labelled', { label: naming({ procedure }).part(name) })}
                        {named('part-why', why)}
                      </span>
                    )
                  })}
                </td>
                <td>
                  {mayRetain(officer) && (
                    <Button size="small" onClick={() => setStaying(dossier)}>
                      {t('retention.stay')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {found.data?.more && <p className="soft small">{t('retention.more')}</p>}
      {found.data && found.data.late.length > 0 && (
        <Panel title={t('retention.late')}>
          <ul>
            {found.data.late.map(({ dossier, parts, since }) => (
              <li key={dossier}>
                <Link to={{ page: 'dossier', id: dossier }}>
                  {t('retention.late-one', { count: number(parts), day: moment(since) })}
                </Link>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {staying !== null && (
        // Whose stay stands is said on the page of the dossier, where ours is taken back.
        <StayForm dossier={staying} isStayed={false} onClose={() => setStaying(null)} />
      )}
    </div>
  )
}
