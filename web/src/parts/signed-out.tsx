import { isSignedOut } from '../api/node.ts'
import { useTexts } from '../text/use-texts.tsx'

/** What to do where something was not taken because the session had ended: the page with what was typed stays. */
export function SignedOut({ fault }: { fault: unknown }) {
  const { t } = useTexts()
  if (!isSignedOut(fault)) return null
  return (
    <span>
      {t('session.new-tab-means')} <NewTab />
    </span>
  )
}

/** Where one signs in without leaving the page. */
export function NewTab() {
  const { t } = useTexts()
  return (
    <a href="/" target="_blank" rel="noopener">
      {t('session.new-tab')}
    </a>
  )
}
