import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { useId } from 'react'
import { wayQuery } from '../../api/queries.ts'
import type { Rung, Way } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { useWhy } from '../../declared/use-why.ts'
import { HeldWhy } from '../../parts/held-why.tsx'
import { layers } from '../../parts/layers.ts'
import { useOfficeName } from '../../parts/office.tsx'
import { useParty } from '../../parts/party.tsx'
import { useWayBack } from '../../parts/use-way-back.ts'
import { Failure, Waiting } from '../../parts/waiting.tsx'
import { WordChip } from '../../parts/word-chip.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { instantOf } from '../../time/instant.ts'
import { useNow } from '../../time/use-now.ts'
import { type Stop, stopsOf } from './way.ts'

function When({ stop: { word, stage } }: { stop: Stop }) {
  const { t, fullMoment, number } = useTexts()
  const nameOf = useParty()
  const officeName = useOfficeName()
  if (!stage) return <p className="soft small">{t(word === 'opened' ? 'way.may-come' : 'way.to-come')}</p>
  if (stage.at === null)
    return word === 'on-its-way' ? null : <p className="soft small">{t('way.no-time')}</p>
  const party = nameOf(stage.clock ?? '')
  return (
    <>
      <time dateTime={instantOf(stage.at).toISOString()}>{fullMoment(stage.at)}</time>
      <p className="soft small">
        {t(word === 'delivered' ? 'way.signed-by' : 'way.by-clock', { party })}
        {stage.entry !== null &&
          ` · ${t('way.entry', { index: number(stage.entry.index), party: nameOf(stage.entry.side) })}`}
        {stage.office !== null && ` · ${officeName(stage.office)}`}
      </p>
    </>
  )
}

function HeldBlock({ held, since }: { held: NonNullable<Way['held']>; since: number }) {
  const { t, span } = useTexts()
  const at = useNow(1)
  return (
    <li className="way-held" role="status">
      <h3>{t('way.held-for', { span: span(Math.max(0, at - since)) })}</h3>
      <HeldWhy of={held} />
      {held.ahead > 0 && <p className="small">{t('way.ahead', { count: held.ahead })}</p>}
      <p className="soft small">{t('way.for-ever')}</p>
    </li>
  )
}

function Drawn({ way, rung, naming }: { way: Way; rung: Rung; naming: Naming }) {
  const { t } = useTexts()
  const why = useWhy(naming)
  const stops = stopsOf(way)
  const isOnItsWay = way.stages.some(({ word }) => word === 'on-its-way')
  return (
    <>
      <ol className="way">
        {stops.map((stop, at) => (
          <li key={stop.key} className={stop.stage ? 'way-stop' : 'way-stop way-to-come'}>
            {/* Where it is held stands between what it has come to and what it waits for. */}
            <WordChip words={[stop.word]} />
            <When stop={stop} />
            {way.held && stop.stage && !stops[at + 1]?.stage && (
              <ul className="way-holds">
                <HeldBlock held={way.held} since={rung.written} />
              </ul>
            )}
          </li>
        ))}
      </ol>
      {way.code !== null && (
        <p className="card-why">
          {isOnItsWay && `${t('way.would-fall')} `}
          {why(way.code, rung.act)}
        </p>
      )}
    </>
  )
}

/** The whole way of one act: what is behind it, with times and by whose clock, and why it goes no further. */
export function WayDrawer({ rung, naming, onClose }: { rung: Rung; naming: Naming; onClose(): void }) {
  const { t } = useTexts()
  const way = useQuery(wayQuery(rung.leaf))
  const named = useId()
  useWayBack()
  return (
    <Drawer
      open
      size={520}
      placement="right"
      onClose={onClose}
      destroyOnHidden
      getContainer={layers}
      aria-labelledby={named}
      title={
        <div className="drawer-title">
          <h2 id={named}>{t('way.title')}</h2>
          <p>{rung.act === null ? t('ladder.unreadable') : naming.done(rung.act)}</p>
        </div>
      }
      classNames={{ body: 'drawer-body' }}
    >
      <div className="way-drawer">
        {way.isPending && <Waiting rows={5} />}
        {way.isError && !way.data && <Failure fault={way.error} again={() => void way.refetch()} />}
        {way.data && <Drawn way={way.data} rung={rung} naming={naming} />}
      </div>
    </Drawer>
  )
}
