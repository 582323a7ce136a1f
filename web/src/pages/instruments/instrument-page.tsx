import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { dossierQuery, useDeclarations } from '../../api/queries.ts'
import type { Dossier, Reference } from '../../api/types.ts'
import { useNaming } from '../../declared/use-naming.ts'
import { Failure, Waiting } from '../../parts/waiting.tsx'
import { Chain } from './chain.tsx'
import { Contents } from './contents.tsx'
import { Inherited } from './inherited.tsx'
import { type Instrument, instrumentOf } from './instrument.ts'
import { InstrumentHead } from './instrument-head.tsx'
import { InstrumentSide } from './instrument-side.tsx'
import { useInstruments } from './use-instruments.ts'

const OpenDrawer = lazy(() =>
  import('../../form/open-drawer.tsx').then((form) => ({ default: form.OpenDrawer })),
)

function Shown({ instrument, dossier }: { instrument: Instrument; dossier: Dossier }) {
  const { all } = useInstruments()
  const naming = useNaming()(dossier)
  const [under, setUnder] = useState<Reference | null>(null)
  return (
    <div className="dossier instrument">
      <InstrumentHead instrument={instrument} naming={naming} />
      <div className="dossier-main">
        <Chain instrument={instrument} all={all} />
        <Contents instrument={instrument} dossier={dossier} naming={naming} onFile={setUnder} />
        {instrument.parents.map((parent) => (
          <Inherited key={parent.dossier} parent={parent} heir={instrument} onFile={setUnder} />
        ))}
      </div>
      <InstrumentSide instrument={instrument} dossier={dossier} naming={naming} />
      {under && (
        <Suspense>
          <OpenDrawer under={under} onClose={() => setUnder(null)} />
        </Suspense>
      )}
    </div>
  )
}

export function InstrumentPage({ id }: { id: string }) {
  const dossier = useQuery(dossierQuery(id))
  const declarations = useDeclarations()
  if (dossier.isPending) return <Waiting rows={8} tall />
  if (dossier.isError && !dossier.data)
    return <Failure fault={dossier.error} again={() => void dossier.refetch()} />
  if (!dossier.data) return null
  return <Shown instrument={instrumentOf(dossier.data, dossier.data, declarations)} dossier={dossier.data} />
}
