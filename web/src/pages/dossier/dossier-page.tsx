import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { markOpened, newRequest } from '../../api/commands.ts'
import { dossierQuery, draftsQuery } from '../../api/queries.ts'
import type { Dossier, Offer } from '../../api/types.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { Failure, Waiting } from '../../parts/waiting.tsx'
import { ClockBar } from './clock-bar.tsx'
import { DossierHead } from './dossier-head.tsx'
import { Ladder } from './ladder.tsx'
import { Links } from './links.tsx'
import { Offers } from './offers.tsx'
import { ProofPanel } from './proof-panel.tsx'
import { StatePath } from './state-path.tsx'

const ActDrawer = lazy(() =>
  import('../../form/act-drawer.tsx').then((form) => ({ default: form.ActDrawer })),
)

/** Tells the other side, once, that this office has had the dossier on its screen. */
function useOpened(dossier: Dossier | undefined): void {
  const id = dossier?.unopened ? dossier.id : null
  useEffect(() => {
    // A failure costs nothing: the next opening says it again.
    if (id !== null) markOpened(id, newRequest()).catch(() => undefined)
  }, [id])
}

function Shown({ dossier }: { dossier: Dossier }) {
  const naming = useNaming()(dossier)
  const drafts = (useQuery(draftsQuery()).data ?? []).filter((one) => one.dossier === dossier.id)
  const [offer, setOffer] = useState<Offer | null>(null)
  return (
    <div className="dossier">
      <DossierHead dossier={dossier} naming={naming} />
      <div className="dossier-main">
        <StatePath path={dossier.path} naming={naming} />
        <ClockBar dossier={dossier} naming={naming} />
        <Ladder dossier={dossier} naming={naming} drafts={drafts} />
      </div>
      <aside className="dossier-side">
        <Offers dossier={dossier} naming={naming} onChoose={setOffer} />
        <ProofPanel dossier={dossier} />
        <Links dossier={dossier} />
      </aside>
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
    </div>
  )
}

export function DossierPage({ id }: { id: string }) {
  const dossier = useQuery(dossierQuery(id))
  useOpened(dossier.data)
  if (dossier.isPending) return <Waiting rows={8} tall />
  if (dossier.isError && !dossier.data)
    return <Failure fault={dossier.error} again={() => void dossier.refetch()} />
  return dossier.data ? <Shown dossier={dossier.data} /> : null
}
