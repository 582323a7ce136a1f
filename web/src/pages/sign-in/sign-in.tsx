import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useEffect, useState } from 'react'
import { signInAs, signInByPasskey } from '../../api/commands.ts'
import type { Session } from '../../api/types.ts'
import { Brand } from '../../parts/brand.tsx'
import { Icon } from '../../parts/icon.tsx'
import { LanguageSwitch } from '../../parts/language-switch.tsx'
import { useFaultText } from '../../parts/waiting.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { Personas } from './personas.tsx'

/** The identity provider sent somebody back who could not be let in: the node says so in the address. */
const CAME_BACK = 'sign-in'

/** Who are you? By the ways this node offers, and no others. */
export function SignIn({ session, note }: { session: Session; note?: string }) {
  const { t, pick } = useTexts()
  const say = useFaultText()
  const client = useQueryClient()
  const [busy, setBusy] = useState<string | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const [cameBack] = useState(() => new URLSearchParams(location.search).has(CAME_BACK))
  const side = session.sides[session.side]

  // Said once: a page that is kept, or loaded anew, tells of no sign-in that was tried long ago.
  useEffect(() => {
    if (cameBack) history.replaceState(history.state, '', location.pathname + location.hash)
  }, [cameBack])

  async function enter(way: string, by: () => Promise<unknown>): Promise<void> {
    setBusy(way)
    setFault(null)
    try {
      await by()
      await client.invalidateQueries({ queryKey: ['session'] })
    } catch (thrown) {
      // Turning down one's own passkey is no error of anybody's.
      if (!(thrown instanceof DOMException)) setFault(thrown)
    } finally {
      setBusy(null)
    }
  }

  return (
    <div className="sign-in">
      <header className="sign-in-top">
        <span className="brand">
          <Brand size={30} />
          <span className="brand-name">Counterpart</span>
        </span>
        <LanguageSwitch />
      </header>
      <main className="sign-in-main">
        <h1>{pick(side?.name)}</h1>
        <p className="sign-in-what">{t('session.what')}</p>
        <p className="soft small">
          <Icon name="seal" size={14} /> {side?.domain}
        </p>
        {note !== undefined && <Alert type="info" showIcon title={note} />}
        {cameBack && fault === null && <Alert type="error" showIcon title={t('session.came-back')} />}
        {fault !== null && <Alert type="error" showIcon title={say(fault)} />}
        <div className="sign-in-ways">
          {session.signIn.includes('passkey') && (
            <Button
              type="primary"
              size="large"
              loading={busy === 'passkey'}
              onClick={() => void enter('passkey', signInByPasskey)}
            >
              {t('session.passkey')}
            </Button>
          )}
          {session.signIn.includes('oidc') && (
            <Button size="large" href="/api/oidc/start" {...(note === undefined ? {} : { target: '_blank' })}>
              {t('session.oidc')}
            </Button>
          )}
        </div>
        {session.signIn.includes('persona') && (
          <Personas
            personas={session.personas}
            busy={busy}
            onChoose={(id) => void enter(id, () => signInAs(id))}
          />
        )}
      </main>
    </div>
  )
}
