import type { Naming } from '../declared/naming.ts'
import type { Safeguard } from '../declared/safeguards.ts'
import { useTexts } from '../text/use-texts.tsx'
import { Answerers, useRoles } from './answerers.tsx'
import { SideWord } from './party.tsx'

/** Who can clear the way: whoever answers what is open, whoever may pass over a no. */
export function Unblocking({ of, naming }: { of: Safeguard; naming: Naming }) {
  const { t, anyOf, named } = useTexts()
  const rolesText = useRoles()
  const { standing, roles, party, override, answer, awaits } = of
  // A no is passed over by the side that said it.
  const side = answer?.side ?? party
  if (standing === 'open')
    return (
      <>
        <p>
          <Answerers roles={roles} party={party} />
        </p>
        {awaits.length > 0 && <p>{t('safeguard.awaits', { acts: anyOf(awaits.map(naming.act)) })}</p>}
      </>
    )
  if (standing !== 'failed') return null
  if (!override) return <p>{t('safeguard.last-word')}</p>
  return (
    <p>
      {t('safeguard.may-pass', {
        roles: rolesText(override.roles),
        approval: rolesText(override.approval),
        level: override.level === null ? '' : named('level', override.level),
      })}{' '}
      · {side === null ? t('safeguard.either') : <SideWord party={side} />}
    </p>
  )
}
