import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { discardDraft } from '../api/commands.ts'
import type { Dossier, Draft } from '../api/types.ts'
import type { Naming } from '../declared/naming.ts'
import { useTexts } from '../text/use-texts.tsx'
import { writtenIn } from './written-in.ts'

// The form of an act is fetched once somebody wants one.
const ActDrawer = lazy(() => import('./act-drawer.tsx').then((form) => ({ default: form.ActDrawer })))

interface Props {
  draft: Draft
  dossier: Dossier
  naming: Naming
}

/** The way on for whoever wrote a draft that nobody may approve any more: nothing of it has to be typed again. */
export function WriteAgain({ draft, dossier, naming }: Props) {
  const { t } = useTexts()
  const client = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const offer = dossier.offers.find(({ act, allowed }) => act === draft.act && allowed)
  if (!offer || !naming.declared) return <p className="soft small">{t('draft.impossible')}</p>
  return (
    <>
      <p className="soft small">
        <Button size="small" onClick={() => setOpen(true)}>
          {t('draft.again')}
        </Button>{' '}
        {t('draft.again-means')}
      </p>
      {isOpen && (
        <Suspense>
          <ActDrawer
            dossier={dossier}
            offer={offer}
            naming={naming}
            written={{
              fields: writtenIn(naming.declared, draft.fields),
              handling: draft.handling,
              on: draft.on,
            }}
            onClose={() => setOpen(false)}
            onDone={() => {
              // One that cannot be discarded now stands there still, and can be later.
              void discardDraft(draft.id)
                .catch(() => undefined)
                .then(() => client.invalidateQueries({ queryKey: ['drafts'] }))
            }}
          />
        </Suspense>
      )}
    </>
  )
}
