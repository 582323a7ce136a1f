import { type Act, LEVELS, type Procedure } from '@counterpart/casework/language'
import type { Dossier, Level } from '../api/types.ts'
import type { FieldOf } from './acting.ts'

/**
 * What the form of an act begins with, since the dossier or the officer's own place says it. A list that is proposed takes the
 * place of the whole that stands: whoever changes one row of it does not write the others again.
 */
export function prefilled(
  { acts, fields }: Pick<Procedure, 'acts' | 'fields'>,
  name: string,
  dossier: Pick<Dossier, 'raise' | 'fields'>,
  at: Level,
): Record<string, unknown> {
  const act = acts[name]
  if (act?.level === 'above') return { 'decided-at': at }
  if (act?.proposes) return standingLists(act, fields, dossier.fields)
  if (!act?.raises || !dossier.raise) return {}
  const { level, ours, theirs } = dossier.raise
  return {
    'raised-to': level,
    ...(ours === null ? {} : { 'our-office': ours }),
    ...(theirs === null ? {} : { 'their-office': theirs }),
  }
}

/** Of a proposal that needs a list, those too that it may bring: what is left out of one is not there any more. */
function standingLists(
  { needs, may = [] }: Pick<Act, 'needs' | 'may'>,
  declared: Procedure['fields'],
  standing: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const isKeptList = (name: string) => declared[name]?.kind === 'list' && declared[name].part === 'kept'
  if (!needs.some(isKeptList)) return {}
  const lists = [...needs, ...may].filter((name) => isKeptList(name) && standing[name] !== undefined)
  return Object.fromEntries(lists.map((name) => [name, standing[name]]))
}

/** A dossier is raised to a level of its procedure, from the next one up: no other can be chosen. */
export function raisable(
  fields: readonly FieldOf[],
  levels: readonly Level[],
  known: Readonly<Record<string, unknown>> = {},
): FieldOf[] {
  const next = LEVELS.indexOf(known['raised-to'] as Level)
  const above = LEVELS.filter((level, rank) => rank >= next && levels.includes(level))
  return fields.map((one) =>
    next >= 0 && one.name === 'raised-to' && one.field.kind === 'choice'
      ? { ...one, field: { ...one.field, of: above } }
      : one,
  )
}
