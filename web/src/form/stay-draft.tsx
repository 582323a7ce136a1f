import { useQuery } from '@tanstack/react-query'
import { dossierQuery } from '../api/queries.ts'
import { useSigned } from '../api/session.tsx'
import type { Draft } from '../api/types.ts'
import { Failure, Waiting } from '../parts/waiting.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { useKeptUntil } from './use-kept-until.ts'

/** Until when our stay keeps it today: whoever approves sees what is given up. */
function StandingNow({ dossier }: { dossier: string }) {
  const { session } = useSigned()
  const keptUntil = useKeptUntil()
  const { data, isPending, error, refetch } = useQuery(dossierQuery(dossier))
  if (isPending) return <Waiting rows={1} />
  if (!data) return <Failure fault={error} again={() => void refetch()} />
  const ours = data.retention.stays.find(({ side }) => side === session.side)
  return <>{keptUntil(ours?.until ?? 0)}</>
}

/** A stay that is to end earlier, for whoever has to approve it. */
export function StayDraft({ draft }: { draft: Draft }) {
  const { t, named } = useTexts()
  const keptUntil = useKeptUntil()
  if (draft.stay === null) return null
  const { until, ground, reference } = draft.stay
  return (
    <>
      <p className="soft">{t('retention.shorter-means')}</p>
      <dl className="fields">
        {draft.dossier !== null && (
          <div className="field">
            <dt>{t('retention.until-now')}</dt>
            <dd>
              <StandingNow dossier={draft.dossier} />
            </dd>
          </div>
        )}
        <div className="field">
          <dt>{t('retention.until-then')}</dt>
          <dd>{keptUntil(until)}</dd>
        </div>
        <div className="field">
          <dt>{t('retention.ground')}</dt>
          <dd>
            {named('stay-ground', ground)} · {reference}
          </dd>
        </div>
      </dl>
    </>
  )
}
