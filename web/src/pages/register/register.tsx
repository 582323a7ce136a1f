import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { registerQuery } from '../../api/queries.ts'
import { useSigned } from '../../api/session.tsx'
import type { RegisterSide } from '../../api/types.ts'
import { LineDetails } from '../../parts/line-details.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useParty } from '../../parts/party.tsx'
import { Failure, Nothing, Waiting } from '../../parts/waiting.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { EntryTable } from './entry-table.tsx'
import { KeyList } from './key-list.tsx'
import { LogCard } from './log-card.tsx'
import { PouchPanel } from './pouch-panel.tsx'

function Entries({ relation, side }: { relation: string; side: string }) {
  const { t } = useTexts()
  const [before, setBefore] = useState<number | null>(null)
  const page = useQuery(registerQuery({ relation, side, before }))
  if (page.isPending) return <Waiting rows={8} />
  if (page.isError) return <Failure fault={page.error} again={() => void page.refetch()} />
  const entries = page.data.entries.filter((entry) => entry.side === side)
  const oldest = entries.at(-1)
  if (entries.length === 0) return <Nothing title={t('register.empty')} />
  return (
    <>
      <EntryTable entries={entries} />
      <div className="more">
        {before !== null && (
          <Button size="small" onClick={() => setBefore(null)}>
            {t('page.first')}
          </Button>
        )}
        {oldest && oldest.index > 0 && (
          <Button size="small" onClick={() => setBefore(oldest.index)}>
            {t('page.older')}
          </Button>
        )}
      </div>
    </>
  )
}

function Column({ of, ours }: { of: RegisterSide; ours: boolean }) {
  const { relation } = useSigned()
  return (
    <section className={`log log-${ours ? 'ours' : 'theirs'}`}>
      <LogCard of={of} ours={ours} />
      <Entries relation={relation.id} side={of.side} />
    </section>
  )
}

/** Both logs beside each other: how long, up to where the other side has signed, and what came last. */
export function RegisterPage() {
  const { t } = useTexts()
  const { relation, session } = useSigned()
  const nameOf = useParty()
  const register = useQuery(registerQuery({ relation: relation.id, side: null, before: null }))
  if (register.isPending) return <Waiting rows={8} tall />
  if (register.isError && !register.data)
    return <Failure fault={register.error} again={() => void register.refetch()} />
  const sides = register.data.sides.toSorted(
    (a, b) => Number(b.side === session.side) - Number(a.side === session.side),
  )
  return (
    <div className="register">
      <div className="page-head">
        <h1>{t('nav.register')}</h1>
        <p className="soft page-sub">{t('register.what', { party: nameOf(relation.other) })}</p>
      </div>
      <div className="register-grid">
        {sides.map((side) => (
          <Column key={side.side} of={side} ours={side.side === session.side} />
        ))}
        <aside className="register-side">
          <Panel title={t('line.with', { party: nameOf(relation.other) })}>
            <p className={`line-word line-${relation.line.held !== null ? 'held' : relation.line.state}`}>
              <span className="line-dot" aria-hidden="true" /> {t(`line.${relation.line.state}`)}
            </p>
            <LineDetails line={relation.line} />
          </Panel>
          <PouchPanel relation={relation.id} />
          <KeyList relation={relation.id} />
        </aside>
      </div>
    </div>
  )
}
