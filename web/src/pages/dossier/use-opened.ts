import { useEffect } from 'react'
import { markOpened, newRequest } from '../../api/commands.ts'
import type { Dossier } from '../../api/types.ts'

/** Tells the other side, once, that this office has had the dossier on its screen. */
export function useOpened(dossier: Dossier | undefined): void {
  const id = dossier?.unopened ? dossier.id : null
  useEffect(() => {
    // A failure costs nothing: the next opening says it again.
    if (id !== null) markOpened(id, newRequest()).catch(() => undefined)
  }, [id])
}
