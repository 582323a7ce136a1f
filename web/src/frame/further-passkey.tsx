import { DAY } from '@counterpart/casework/civil'
import { useSigned } from '../api/session.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { now } from '../time/now.ts'

/** Long enough that somebody who was away sees it. */
const SAID_SECONDS = 14 * DAY

/** Whoever can have another passkey made for this account can act in its officer's name: he or she is told on every page. */
export function FurtherPasskey() {
  const { session } = useSigned()
  const { t, moment } = useTexts()
  const [newest = 0, ...before] = session.passkeys
  if (before.length === 0 || newest + SAID_SECONDS < now()) return null
  return (
    <details className="not-recording" open>
      <summary>{t('session.further-passkey', { moment: moment(newest) })}</summary>
      <p>{t('session.not-yours')}</p>
    </details>
  )
}
