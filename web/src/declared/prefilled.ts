import type { Act } from '@counterpart/casework/language'
import type { Dossier, Level } from '../api/types.ts'

/** What the form of an act begins with, since the dossier or the officer's own place says it. */
export function prefilled(
  act: Act | undefined,
  dossier: Pick<Dossier, 'raise'>,
  at: Level,
): Record<string, unknown> {
  if (act?.level === 'above') return { 'decided-at': at }
  if (!act?.raises || !dossier.raise) return {}
  const { level, ours, theirs } = dossier.raise
  return {
    'raised-to': level,
    ...(ours === null ? {} : { 'our-office': ours }),
    ...(theirs === null ? {} : { 'their-office': theirs }),
  }
}
