import { Alert, Button } from 'antd'
import type { Dossier, Draft } from '../api/types.ts'
import type { Naming } from '../declared/naming.ts'
import { Plain } from '../parts/said.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { type Again, WriteAgain } from './write-again.tsx'

/** Who would not approve it and why not, for its author. */
export function Declined({ declined: { by, at, reason } }: { declined: NonNullable<Draft['declined']> }) {
  const { t, moment } = useTexts()
  return (
    <Alert
      type="warning"
      showIcon
      title={t('draft.declined', { by, moment: moment(at) })}
      description={<Plain value={reason} />}
    />
  )
}

interface Props {
  draft: Draft
  naming: Naming
  at: { dossier: Dossier; onWriteAgain(again: Again): void } | undefined
  onOpenAgain: ((draft: Draft) => void) | undefined
}

/** The way on for the author of a draft that nobody may approve any more, from wherever its card stands. A recall is written at its act, a stay where stays are. */
export function OnceMore({ draft, naming, at, onOpenAgain }: Props) {
  const { t } = useTexts()
  if (draft.act === null) return null
  if (draft.dossier === null)
    return onOpenAgain ? (
      <p className="soft small">
        <Button size="small" onClick={() => onOpenAgain(draft)}>
          {t('draft.again')}
        </Button>{' '}
        {t('draft.again-means')}
      </p>
    ) : null
  if (!at) return <p className="soft small">{t('draft.elsewhere')}</p>
  return <WriteAgain draft={draft} dossier={at.dossier} naming={naming} onWrite={at.onWriteAgain} />
}
