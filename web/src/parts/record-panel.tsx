import type { Dossier } from '../api/types.ts'
import type { Naming } from '../declared/naming.ts'
import { lineOf } from '../declared/read.ts'
import { inSlot, slotLabel } from '../declared/slots.ts'
import { Link } from '../route/use-route.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { Icon } from './icon.tsx'
import { Panel } from './panel.tsx'
import { SideWord } from './party.tsx'

/** That what is shown is a dossier, who keeps it, and the way to its acts. */
export function RecordPanel({ dossier, naming }: { dossier: Dossier; naming: Naming }) {
  const { t } = useTexts()
  const record = lineOf(inSlot(naming.declared, 'record-id', dossier.fields))
  return (
    <Panel title={t('record.title')}>
      <dl className="pairs">
        <div>
          <dt title={t('dossier.keeper-means')}>{t('record.keeper')}</dt>
          <dd>
            <SideWord party={dossier.keeper} />
          </dd>
        </div>
        {record !== null && (
          <div>
            <dt>{slotLabel(naming, 'record-id')}</dt>
            <dd>
              <code>{record}</code>
            </dd>
          </div>
        )}
      </dl>
      <Link to={{ page: 'dossier', id: dossier.id }}>
        <Icon name="right" size={13} /> {t('record.ladder')}
      </Link>
    </Panel>
  )
}
