import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { Reference } from '../api/types.ts'
import { useOpenable } from '../declared/use-openable.ts'
import type { Asked } from './open-drawer.tsx'

const OpenDrawer = lazy(() => import('./open-drawer.tsx').then((form) => ({ default: form.OpenDrawer })))

interface Filing {
  under: Reference
  asked: Asked
}

/** Whether this officer can open a dossier that plays a part, or one that plays none and does work. */
export function useMayFile(plays: string | null): boolean {
  return useOpenable(plays).length > 0
}

/** Opens the form of a new dossier filed under another; `drawer` has to stand on the page. */
export function useFiling(): { file(under: Reference, asked?: Asked): void; drawer: ReactNode } {
  const [filing, setFiling] = useState<Filing | null>(null)
  return {
    file: (under, asked = { plays: null }) => setFiling({ under, asked }),
    drawer: filing && (
      <Suspense>
        <OpenDrawer {...filing} onClose={() => setFiling(null)} />
      </Suspense>
    ),
  }
}
