import { Button } from 'antd'
import { useSigned } from '../../api/session.tsx'
import type { Dossier, Offer } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { offeredIn } from '../../declared/offered.ts'
import { Panel } from '../../parts/panel.tsx'
import { SideWord } from '../../parts/party.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { OfficeOf } from './office-of.tsx'

interface Props {
  dossier: Dossier
  naming: Naming
  onChoose(offer: Offer): void
}

/** Responsibility that waits to be taken: from whom, to whom, and the two answers to it. */
export function OfferedNotice({ dossier, naming, onChoose }: Props) {
  const { t } = useTexts()
  const { session, officer } = useSigned()
  const found = offeredIn(naming.declared, dossier, { side: session.side, office: officer.office.code })
  if (!found || !dossier.offered) return null
  const { isForUs, isForMe, take, decline } = found
  return (
    <div className="notice">
      <Panel title={t('responsible.title')}>
        <p>
          {t('responsible.to')}{' '}
          <b>
            <OfficeOf party={dossier.offered.party} office={dossier.offered.office} />
          </b>
        </p>
        <p className="soft small">
          {t('responsible.by')} <SideWord party={dossier.offered.by} /> · {t('responsible.until')}{' '}
          <OfficeOf {...dossier.owner} />
        </p>
        {isForUs && !isForMe && <p className="soft small">{t('responsible.other-office')}</p>}
        <div className="notice-buttons">
          {take && (
            <Button type="primary" onClick={() => onChoose(take)}>
              {naming.act(take.act)}
            </Button>
          )}
          {decline && (
            <Button onClick={() => onChoose(decline)}>
              {isForMe ? naming.act(decline.act) : t('responsible.take-back')}
            </Button>
          )}
        </div>
      </Panel>
    </div>
  )
}
