import type { Role } from '@counterpart/casework/language'
import { useTexts } from '../text/use-texts.tsx'
import { SideWord } from './party.tsx'

/** Roles as one says who may do something. */
export function useRoles(): (roles: readonly Role[]) => string {
  const { anyOf, named } = useTexts()
  return (roles) => anyOf(roles.map((role) => named('role', role)))
}

/** Who answers a safeguard: by role, and of which side. */
export function Answerers({ roles, party }: { roles: readonly Role[]; party: string | null }) {
  const { t } = useTexts()
  const rolesText = useRoles()(roles)
  return (
    <>
      {t('safeguard.by', { roles: rolesText })} ·{' '}
      {party === null ? t('safeguard.either') : <SideWord party={party} />}
    </>
  )
}
