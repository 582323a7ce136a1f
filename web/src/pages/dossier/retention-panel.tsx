import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { noteRecall } from '../../api/commands.ts'
import { draftsQuery } from '../../api/queries.ts'
import { useSigned } from '../../api/session.tsx'
import type { Dossier } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { useKeptUntil } from '../../form/use-kept-until.ts'
import { useSending } from '../../form/use-sending.ts'
import { OfficeName } from '../../parts/office.tsx'
import { Panel } from '../../parts/panel.tsx'
import { SideWord } from '../../parts/party.tsx'
import { Failure } from '../../parts/waiting.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { now } from '../../time/now.ts'
import { mayRetain } from '../retention/may-retain.ts'
import { RecallForm, recallable } from '../retention/recall-form.tsx'
import { StayForm } from '../retention/stay-form.tsx'
import type { Recall } from './recall-mark.tsx'

interface Props {
  dossier: Dossier
  naming: Naming
}

/** What was recalled, here or where this came from or led to: said until an office has taken note of it. */
export function RecallNotices({ dossier, naming }: Props) {
  const { t, named, moment } = useTexts()
  const { recalls, elsewhere } = dossier.retention
  const open = recalls.filter(({ noted }) => noted.length === 0)
  if (open.length === 0 && elsewhere.length === 0) return null
  return (
    <div className="notice">
      <Panel title={t('retention.recalled')}>
        {open.map((recall) => (
          <OneRecall key={recall.leaf} recall={recall} dossier={dossier} naming={naming} />
        ))}
        {elsewhere.map((recall) => (
          <p key={recall.leaf}>
            <SideWord party={recall.side} /> {t('value.labelled', { label: moment(recall.time) })}
            <b>{named('recall-ground', recall.ground)}</b>
            {' · '}
            {t('retention.recalled-elsewhere')}{' '}
            {recall.dossier === null ? (
              <span className="soft">{t('retention.not-for-you')}</span>
            ) : (
              <>
                {recall.reason !== null && <span className="soft written">{recall.reason} </span>}
                <Link to={{ page: 'dossier', id: recall.dossier }}>{t('retention.see-there')}</Link>
              </>
            )}
          </p>
        ))}
      </Panel>
    </div>
  )
}

function OneRecall({ recall, dossier, naming }: Props & { recall: Recall }) {
  const { t, named, moment } = useTexts()
  const { session } = useSigned()
  const sending = useSending()
  const { side, time, on, parts, ground, reason, leaf } = recall
  const isTheirs = side !== session.side
  const act = dossier.rungs.find((rung) => rung.leaf === on)?.act ?? null
  return (
    <div className="recall">
      <p>
        <SideWord party={side} /> {t('value.labelled', { label: moment(time) })}
        <b>{named('recall-ground', ground)}</b>
        {' · '}
        <a href={`#rung-${on}`}>{act === null ? t('retention.what') : naming.done(act)}</a>
        {t('value.labelled', { label: '' })}
        {parts.map((part) => naming.part(part)).join(', ')}
      </p>
      {reason !== null && <p className="soft written">{reason}</p>}
      {isTheirs && (
        <Button
          type="primary"
          loading={sending.busy}
          onClick={() => void sending.send((request) => noteRecall(dossier.id, { request, on: leaf }))}
        >
          {t('retention.note')}
        </Button>
      )}
      {sending.fault !== null && <Failure fault={sending.fault} />}
    </div>
  )
}

/** Who wants it kept, what was recalled and who took note; and both acts for those who may. */
export function RetentionPanel({ dossier, naming }: Props) {
  const { t, named, moment } = useTexts()
  const { officer, session } = useSigned()
  const [open, setOpen] = useState<'stay' | 'recall' | null>(null)
  const drafts = useQuery(draftsQuery()).data ?? []
  const { stays, recalls } = dossier.retention
  const may = mayRetain(officer)
  const keptUntil = useKeptUntil()
  if (!may && stays.length === 0 && recalls.length === 0) return null
  return (
    <Panel title={t('retention.title')}>
      <dl className="pairs">
        {stays.map(({ leaf, side, until, ground, reference }) => (
          <div key={leaf}>
            <dt>
              <SideWord party={side} /> {named('stay-ground', ground)}
            </dt>
            <dd>
              {keptUntil(until)}
              {reference !== null && <span className="soft written"> · {reference}</span>}
            </dd>
          </div>
        ))}
        {recalls.map(({ leaf, side, time, ground, noted }) => (
          <div key={leaf}>
            <dt>
              <SideWord party={side} /> {t('retention.recall')} {moment(time)}
            </dt>
            <dd>
              {named('recall-ground', ground)} ·{' '}
              {noted.length === 0
                ? t('retention.unnoted')
                : noted.map(({ office, time: at }) => (
                    <span key={office}>
                      <OfficeName code={office} /> {moment(at)}
                    </span>
                  ))}
            </dd>
          </div>
        ))}
      </dl>
      {may && (
        <div className="notice-buttons">
          <Button onClick={() => setOpen('stay')}>{t('retention.stay')}</Button>
          {recallable(dossier, session.side, drafts).length > 0 && (
            <Button onClick={() => setOpen('recall')}>{t('retention.recall')}</Button>
          )}
        </div>
      )}
      {open === 'stay' && (
        <StayForm
          dossier={dossier.id}
          isStayed={stays.some(({ side, until }) => side === session.side && until > now())}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'recall' && (
        <RecallForm dossier={dossier} naming={naming} side={session.side} onClose={() => setOpen(null)} />
      )}
    </Panel>
  )
}
