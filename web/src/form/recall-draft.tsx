import { useQuery } from '@tanstack/react-query'
import { dossierQuery } from '../api/queries.ts'
import type { Draft } from '../api/types.ts'
import type { Naming } from '../declared/naming.ts'
import { recalledIn } from '../declared/recalled.ts'
import { Fields } from '../parts/fields.tsx'
import { LogIndex } from '../parts/party.tsx'
import { Failure, Waiting } from '../parts/waiting.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { StayedUntil } from './stayed-until.tsx'

interface Props {
  draft: Draft
  naming: Naming
  /** Whether the act is on another page. */
  linked: boolean
}

/** Which act it is; where that is not on the same page, with what of it would be destroyed. */
function RecalledAct({ draft, naming, linked, dossier }: Props & { dossier: string }) {
  const { t, moment } = useTexts()
  const { data, isPending, error, refetch } = useQuery(dossierQuery(dossier))
  if (isPending) return <Waiting rows={1} />
  if (!data) return <Failure fault={error} again={() => void refetch()} />
  const found = recalledIn(data.rungs, draft, naming.declared)
  if (!found) return <code>{draft.on}</code>
  const { rung, fields } = found
  const name = rung.act === null ? t('ladder.unreadable') : naming.done(rung.act)
  return (
    <>
      {linked ? <b>{name}</b> : <a href={`#rung-${rung.leaf}`}>{name}</a>} ·{' '}
      <LogIndex side={rung.side} index={rung.index} /> · {moment(rung.written)}
      {rung.number !== null && ` · ${t('ladder.number', { number: rung.number })}`}
      {linked && <Fields naming={naming} fields={fields} />}
    </>
  )
}

function Stayed({ dossier }: { dossier: string }) {
  const { data } = useQuery(dossierQuery(dossier))
  return data ? <StayedUntil stays={data.retention.stays} /> : null
}

/** What a recall would destroy on both sides, for whoever has to approve it. */
export function RecallDraft({ draft, naming, linked }: Props) {
  const { t, named } = useTexts()
  if (draft.recall === null) return null
  const { parts, ground, reason } = draft.recall
  return (
    <>
      <p className="soft">{t('retention.recall-means')}</p>
      {draft.dossier !== null && <Stayed dossier={draft.dossier} />}
      <dl className="fields">
        {draft.dossier !== null && (
          <div className="field">
            <dt>{t('retention.what')}</dt>
            <dd>
              <RecalledAct draft={draft} naming={naming} linked={linked} dossier={draft.dossier} />
            </dd>
          </div>
        )}
        <div className="field">
          <dt>{t('retention.recall-parts')}</dt>
          <dd>{parts.map((part) => naming.part(part)).join(', ')}</dd>
        </div>
        <div className="field">
          <dt>{t('retention.recall-ground')}</dt>
          <dd>
            {named('recall-ground', ground)} · {reason}
          </dd>
        </div>
      </dl>
    </>
  )
}
