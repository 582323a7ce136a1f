import { type Act, LEVELS } from '@counterpart/casework/language'
import type { Dossier, Level } from '../api/types.ts'
import type { FieldOf } from './acting.ts'

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

/** A dossier is raised to a level of its procedure, from the next one up: no other can be chosen. */
export function raisable(
  fields: readonly FieldOf[],
  levels: readonly Level[],
  known: Readonly<Record<string, unknown>> = {},
): FieldOf[] {
  const next = LEVELS.findIndex((level) => level === known['raised-to'])
  const above = LEVELS.filter((level, rank) => rank >= next && levels.includes(level))
  return fields.map((one) =>
    next >= 0 && one.name === 'raised-to' && one.field.kind === 'choice'
      ? { ...one, field: { ...one.field, of: above } }
      : one,
  )
}
