import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { draftsQuery } from '../../api/queries.ts'
import { useSigned } from '../../api/session.tsx'
import type { Dossier } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import type { Safeguard } from '../../declared/safeguards.ts'
import { waitingHere } from '../../declared/waiting-here.ts'
import { useTexts } from '../../text/use-texts.tsx'

interface Props {
  dossier: Dossier
  naming: Naming
  safeguards: readonly Safeguard[]
}

/** Where no act can be done: what waits for this officer elsewhere on the page, or that nothing does. */
export function NoneHere({ dossier, naming, safeguards }: Props) {
  const { t, named } = useTexts()
  const { session, officer } = useSigned()
  const all = useQuery(draftsQuery()).data ?? []
  const me = { side: session.side, office: officer.office.code }
  const { gates, isOffered, drafts } = waitingHere(dossier, naming, safeguards, all, me)
  if (gates.length === 0 && !isOffered && drafts === 0)
    return <p className="soft offers-none">{t('offers.none')}</p>
  return (
    <div className="offers-none">
      {gates.length > 0 && (
        <p>
          {t('offers.gates')}{' '}
          {gates.map((gate, at) => (
            <Fragment key={gate}>
              {at > 0 && ' · '}
              <a href={`#gate-${gate}`}>{named('gate', gate)}</a>
            </Fragment>
          ))}
        </p>
      )}
      {isOffered && <p>{t('offers.offered')}</p>}
      {drafts > 0 && <p>{t('offers.drafts', { count: drafts })}</p>}
    </div>
  )
}
