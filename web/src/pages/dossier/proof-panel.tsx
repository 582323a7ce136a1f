import { Button } from 'antd'
import type { Dossier } from '../../api/types.ts'
import { Icon } from '../../parts/icon.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Link } from '../../route/use-route.tsx'
import { useTexts } from '../../text/use-texts.tsx'

/** How far each side has signed that it holds the other's log; and the paper to carry away. */
export function ProofPanel({ dossier }: { dossier: Dossier }) {
  const { t, number, moment } = useTexts()
  const { ours, theirs } = dossier.proof
  const behind = ours.size - ours.cosigned
  return (
    <Panel
      title={t('proof.title')}
      extra={
        <Link to={{ page: 'register' }} className="not-printed">
          {t('nav.register')}
        </Link>
      }
    >
      <dl className="pairs">
        <div>
          <dt>{t('proof.they-hold')}</dt>
          <dd>{t('proof.of', { held: number(ours.cosigned), size: number(ours.size) })}</dd>
        </div>
        <div>
          <dt>{t('proof.we-hold')}</dt>
          <dd>{number(theirs.size)}</dd>
        </div>
        {ours.at !== null && (
          <div>
            <dt>{t('proof.signed')}</dt>
            <dd>{moment(ours.at)}</dd>
          </div>
        )}
      </dl>
      {behind > 0 && <p className="soft small">{t('proof.behind', { count: behind })}</p>}
      <Button block icon={<Icon name="save" />} href={`/api/dossiers/${dossier.id}/evidence`} download>
        {t('proof.evidence')}
      </Button>
      <p className="soft small panel-note not-printed">{t('proof.evidence-means')}</p>
    </Panel>
  )
}
