import { lazy, Suspense, useState } from 'react'
import type { Dossier, Offer } from '../../api/types.ts'
import type { Naming } from '../../declared/naming.ts'
import { OfferedNotice } from './offered-notice.tsx'
import { Offers } from './offers.tsx'
import { Safeguards } from './safeguards.tsx'

const ActDrawer = lazy(() =>
  import('../../form/act-drawer.tsx').then((form) => ({ default: form.ActDrawer })),
)

/** What this officer can do in a dossier, each act with its form. */
export function Acts({ dossier, naming }: { dossier: Dossier; naming: Naming }) {
  const [offer, setOffer] = useState<Offer | null>(null)
  return (
    <>
      <OfferedNotice dossier={dossier} naming={naming} onChoose={setOffer} />
      <Offers dossier={dossier} naming={naming} onChoose={setOffer} />
      <Safeguards dossier={dossier} naming={naming} onChoose={setOffer} />
      {offer && (
        <Suspense>
          <ActDrawer
            key={offer.act}
            dossier={dossier}
            offer={offer}
            naming={naming}
            onClose={() => setOffer(null)}
          />
        </Suspense>
      )}
    </>
  )
}
