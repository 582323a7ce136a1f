import { useDeclarations } from '../api/queries.ts'
import { useSigned } from '../api/session.tsx'
import type { Declared } from '../api/types.ts'
import { canOpen } from './acting.ts'

/**
 * The procedures of which the officer can open a dossier. `plays`: only what plays that part, `null` for
 * what plays none; everything when absent.
 */
export function useOpenable(plays?: string | null): Declared[] {
  const { session, officer, relation } = useSigned()
  const opener = { side: session.side, level: officer.office.level, roles: officer.roles, relation }
  return useDeclarations().filter(
    (one) => canOpen(one, opener) && (plays === undefined || (one.procedure.plays?.as ?? null) === plays),
  )
}
