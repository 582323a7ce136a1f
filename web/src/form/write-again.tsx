import { Button } from 'antd'
import type { Dossier, Draft, Offer } from '../api/types.ts'
import type { Naming } from '../declared/naming.ts'
import { useTexts } from '../text/use-texts.tsx'

/** A draft that is being written again: what was begun stays, whatever becomes of the draft or of the act meanwhile. */
export interface Again {
  draft: Draft
  offer: Offer
}

interface Props {
  draft: Draft
  dossier: Dossier
  naming: Naming
  onWrite(again: Again): void
}

/** The way on for whoever wrote a draft that nobody may approve any more: nothing of it has to be typed again, and only its files are chosen anew. */
export function WriteAgain({ draft, dossier, naming, onWrite }: Props) {
  const { t } = useTexts()
  const offer = dossier.offers.find(({ act, allowed }) => act === draft.act && allowed)
  if (!offer || !naming.declared) return <p className="soft small">{t('draft.impossible')}</p>
  return (
    <p className="soft small">
      <Button size="small" onClick={() => onWrite({ draft, offer })}>
        {t('draft.again')}
      </Button>{' '}
      {t('draft.again-means')}
    </p>
  )
}
