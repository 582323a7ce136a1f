import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { deskQuery, draftsQuery, useDeclarations } from '../../api/queries.ts'
import { useSigned } from '../../api/session.tsx'
import { VIEWS, type View } from '../../api/types.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { useOpenable } from '../../declared/use-openable.ts'
import { DraftFates } from '../../form/draft-fates.tsx'
import { useClearing } from '../../parts/clearing.tsx'
import { Icon } from '../../parts/icon.tsx'
import { searching } from '../../parts/searching.ts'
import { Failure, Nothing, Waiting } from '../../parts/waiting.tsx'
import { setParams, useParam } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { AnnouncedList, LateList } from './announced-list.tsx'
import { DeskTable } from './desk-table.tsx'
import { DraftList } from './draft-list.tsx'

const OpenDrawer = lazy(() =>
  import('../../form/open-drawer.tsx').then((form) => ({ default: form.OpenDrawer })),
)

function Views({ view, counts }: { view: View; counts: Record<View, number> | null }) {
  const { t, number } = useTexts()
  return (
    <nav className="views" aria-label={t('desk.views')}>
      {VIEWS.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === view}
          className={`view view-${one}${counts?.[one] ? '' : ' view-nothing'}`}
          onClick={() => setParams({ view: one })}
        >
          {t(`desk.view-${one}`)} <span className="view-count">{counts ? number(counts[one]) : ' '}</span>
        </button>
      ))}
    </nav>
  )
}

function ProcedureFilter({ value }: { value: string | null }) {
  const { t, language } = useTexts()
  const clearing = useClearing()
  const naming = useNaming()
  const names = [...new Set(useDeclarations().map((one) => one.procedure.name))]
  return (
    <Select<string>
      className="desk-filter"
      aria-label={t('desk.filter')}
      showSearch={searching()}
      allowClear={clearing}
      placeholder={t('desk.filter')}
      value={value}
      options={names
        .map((name) => ({ value: name, label: naming({ procedure: name }).name }))
        .toSorted((a, b) => a.label.localeCompare(b.label, language))}
      onChange={(next) => setParams({ procedure: next ?? null })}
      popupMatchSelectWidth={false}
    />
  )
}

/** What waits, for whom, and until when. */
export function Desk() {
  const { t } = useTexts()
  const { relation } = useSigned()
  const asked = useParam('view')
  const view = VIEWS.find((one) => one === asked) ?? 'mine'
  const procedure = useParam('procedure')
  const [after, setAfter] = useState<string | null>(null)
  const [opening, setOpening] = useState(false)
  const desk = useQuery(deskQuery({ relation: relation.id, view, procedure, after }))
  const toApprove = (useQuery(draftsQuery()).data ?? []).filter(
    ({ mayApprove, outdated }) => mayApprove && !outdated,
  ).length
  const shown = desk.data ? desk.data.rows.length + desk.data.fresh.length : 0
  const isEmpty = desk.data?.unread === 0 && shown === 0
  const mayOpen = useOpenable().length > 0

  return (
    <div className="desk">
      <div className="page-head">
        <h1>{t('nav.desk')}</h1>
        <ProcedureFilter value={procedure} />
        {mayOpen && (
          <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpening(true)}>
            {t('desk.new')}
          </Button>
        )}
      </div>
      <Views view={view} counts={desk.data?.counts ?? null} />
      <DraftFates />
      <DraftList />
      <AnnouncedList relation={relation.id} />
      <LateList relation={relation.id} />
      {desk.isPending && <Waiting rows={8} />}
      {desk.isError && <Failure fault={desk.error} again={() => void desk.refetch()} />}
      {desk.data && desk.data.unread > 0 && (
        <p className="panel-note" role="status">
          {t('desk.unread', { count: desk.data.unread })}
        </p>
      )}
      {isEmpty && (
        <Nothing
          title={
            view === 'mine' && toApprove > 0
              ? t('desk.empty-but-drafts', { count: toApprove })
              : t(`desk.empty-${view}`)
          }
        >
          {view !== 'all' && (
            <Button type="link" onClick={() => setParams({ view: 'all', procedure: null })}>
              {t('desk.see-all')}
            </Button>
          )}
        </Nothing>
      )}
      {desk.data && shown > 0 && <DeskTable rows={desk.data.rows} fresh={desk.data.fresh} />}
      {desk.data && (desk.data.next !== null || after !== null) && (
        <div className="more">
          {after !== null && <Button onClick={() => setAfter(null)}>{t('page.first')}</Button>}
          {desk.data.next !== null && (
            <Button onClick={() => setAfter(desk.data.next)}>{t('page.next')}</Button>
          )}
        </div>
      )}
      {opening && (
        <Suspense>
          <OpenDrawer onClose={() => setOpening(false)} />
        </Suspense>
      )}
    </div>
  )
}
