import { useEffect } from 'react'
import { markOpened, newRequest } from '../../api/commands.ts'
import type { Dossier } from '../../api/types.ts'
import { useVisible } from '../../time/use-visible.ts'

/**
 * Tells the other side, once, that this office has had the dossier on its screen. It cannot be taken back: a page that was left
 * open where nobody sees it says nothing of what comes there.
 */
export function useOpened(dossier: Dossier | undefined): void {
  const isVisible = useVisible()
  const id = dossier?.unopened && isVisible ? dossier.id : null
  useEffect(() => {
    // A failure costs nothing: the next opening says it again.
    if (id !== null) markOpened(id, newRequest()).catch(() => undefined)
  }, [id])
}
