import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { pouchQuery } from '../../api/queries.ts'
import { useSigned } from '../../api/session.tsx'
import type { Pouch } from '../../api/types.ts'
import { Panel } from '../../parts/panel.tsx'
import { Failure, Waiting } from '../../parts/waiting.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { now } from '../../time/now.ts'
import { useNow } from '../../time/use-now.ts'
import { endsOf, isAwaited, mayCarry, missing, type Saved } from './pouch.ts'
import { PouchIn } from './pouch-in.tsx'
import { PouchOut } from './pouch-out.tsx'

function State({ pouch }: { pouch: Pouch }) {
  const { t, number, moment, span } = useTexts()
  const at = useNow(10)
  const stretch = (of: { start: number; end: number }) => {
    const [start, end] = endsOf(of).map(number)
    return start === undefined || end === undefined ? (start ?? '') : t('pouch.span', { start, end })
  }
  const carried = (one: Pouch['out']) =>
    one ? [stretch(one), moment(one.at)].filter(Boolean).join(' · ') : t('pouch.never')
  const rows: [string, string][] = [[t('pouch.waiting'), number(pouch.waiting)]]
  if (pouch.oldest !== null) rows.push([t('pouch.oldest'), span(at - pouch.oldest)])
  rows.push([t('pouch.out'), carried(pouch.out)], [t('pouch.in'), carried(pouch.in)])
  for (const { from, to } of missing(pouch))
    rows.push([t('pouch.aside'), t('pouch.missing', { span: stretch({ start: from, end: to }) })])
  return (
    <dl className="pairs">
      {rows.map(([term, value]) => (
        <div key={`${term} ${value}`}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What there is to carry when there is no line, for those who may. */
export function PouchPanel({ relation }: { relation: string }) {
  const { officer } = useSigned()
  return mayCarry(officer) ? <Carrying relation={relation} /> : null
}

function Carrying({ relation }: { relation: string }) {
  const { t } = useTexts()
  const [busy, setBusy] = useState(false)
  // The browser saves a file by itself and tells the page nothing: it is asked for until the node has noted it.
  const [saved, setSaved] = useState<Saved | null>(null)
  const pouch = useQuery({
    ...pouchQuery(relation, busy),
    refetchInterval: ({ state: { data } }) =>
      busy || (data && isAwaited(saved, data, now())) ? 1000 : false,
  })
  function saving({ out }: Pouch): void {
    setSaved({ before: out?.at ?? null, clicked: now() })
    void pouch.refetch()
  }
  return (
    <Panel title={t('pouch.title')}>
      <p className="soft small">{t('pouch.mean')}</p>
      {pouch.isPending && <Waiting rows={3} />}
      {pouch.isError && !pouch.data && <Failure fault={pouch.error} again={() => void pouch.refetch()} />}
      {pouch.data && (
        <>
          <State pouch={pouch.data} />
          <PouchOut relation={relation} sizes={pouch.data.sizes} onSaved={() => saving(pouch.data)} />
          <PouchIn relation={relation} held={pouch.data.held} onBusy={setBusy} />
        </>
      )}
    </Panel>
  )
}
