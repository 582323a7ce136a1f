import { useEffect } from 'react'
import { useSession } from '../api/session.tsx'
import { useTexts } from '../text/use-texts.tsx'

/** What a tab, the history of a browser and whoever hears a page call it; `null` where it has another page's name. */
export function useTitle(name: string | null): void {
  const { pick } = useTexts()
  const { side, sides } = useSession()
  const own = pick(sides[side]?.name)
  useEffect(() => {
    if (name !== null) document.title = [name, 'Counterpart', own].filter(Boolean).join(' · ')
  }, [name, own])
}
