import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { draftsQuery } from '../../api/queries.ts'
import { useSigned } from '../../api/session.tsx'
import type { Dossier } from '../../api/types.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { DraftFates } from '../../form/draft-fates.tsx'
import { LeftParents } from '../../parts/left-parents.tsx'
import { useTitle } from '../../parts/use-title.ts'
import { useShown } from '../../route/use-route.tsx'
import { Acts } from './acts.tsx'
import { ClockBar } from './clock-bar.tsx'
import { DossierHead } from './dossier-head.tsx'
import { Ladder } from './ladder.tsx'
import { Links } from './links.tsx'
import { OneDossier } from './one-dossier.tsx'
import { ProofPanel } from './proof-panel.tsx'
import { RecallNotices, RetentionPanel } from './retention-panel.tsx'
import { StatePath } from './state-path.tsx'

function Shown({ dossier }: { dossier: Dossier }) {
  const naming = useNaming()(dossier)
  const { session } = useSigned()
  // Its subject may name persons, and a history is kept on the machine.
  useTitle(dossier.numbers[session.side] ?? naming.name)
  // What a link of another page means stands there only once the dossier, and what is declared of it, is here.
  const [meant] = useState(() => location.hash.slice(1) || undefined)
  useShown(meant, naming.declared !== null)
  const drafts = (useQuery(draftsQuery()).data ?? []).filter((one) => one.dossier === dossier.id)
  return (
    <div className="dossier">
      <DossierHead dossier={dossier} naming={naming} />
      <div className="dossier-main">
        <LeftParents dossier={dossier} />
        <StatePath dossier={dossier} naming={naming} />
        <RecallNotices dossier={dossier} naming={naming} />
        <DraftFates dossier={dossier.id} />
        <ClockBar dossier={dossier} naming={naming} />
        <Ladder dossier={dossier} naming={naming} drafts={drafts} />
      </div>
      <aside className="dossier-side">
        <Acts dossier={dossier} naming={naming} />
        <ProofPanel dossier={dossier} />
        <RetentionPanel dossier={dossier} naming={naming} />
        <Links dossier={dossier} naming={naming} />
      </aside>
    </div>
  )
}

export function DossierPage({ id }: { id: string }) {
  return <OneDossier id={id}>{(dossier) => <Shown dossier={dossier} />}</OneDossier>
}
