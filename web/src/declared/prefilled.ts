import { type Act, LEVELS, type Procedure } from '@counterpart/casework/language'
import type { Dossier, Level } from '../api/types.ts'
import type { FieldOf } from './acting.ts'

/**
 * What the form of an act begins with, since the dossier or the officer's own place says it. A list that is proposed, and one
 * that the record shows, takes the place of the whole that stands: whoever changes one row of it does not write the others again,
 * and nobody leaves them out without having seen them.
 */
export function prefilled(
  { acts, fields, plays }: Pick<Procedure, 'acts' | 'fields' | 'plays'>,
  name: string,
  dossier: Pick<Dossier, 'raise' | 'fields'>,
  at: Level,
): Record<string, unknown> {
  const act = acts[name]
  if (act?.level === 'above') return { 'decided-at': at }
  if (act?.proposes) return standingLists(act, { fields, plays }, dossier.fields)
  if (!act?.raises) return shownLists(act?.needs ?? [], { fields, plays }, dossier.fields)
  if (!dossier.raise) return {}
  const { level, ours, theirs } = dossier.raise
  return {
    'raised-to': level,
    ...(ours === null ? {} : { 'our-office': ours }),
    ...(theirs === null ? {} : { 'their-office': theirs }),
  }
}

type Declares = Pick<Procedure, 'fields' | 'plays'>
type Standing = Readonly<Record<string, unknown>>

function isKeptList({ fields }: Pick<Declares, 'fields'>, name: string): boolean {
  const field = fields[name]
  return field?.kind === 'list' && field.part === 'kept'
}

function standing(names: readonly string[], said: Standing): Standing {
  return Object.fromEntries(
    names.filter((name) => said[name] !== undefined).map((name) => [name, said[name]]),
  )
}

/** Lists of what has happened begin empty each time; those in a slot say what is so, such as the contact points of a side. */
function shownLists(needs: Act['needs'], declares: Declares, said: Standing): Standing {
  const shown = Object.values(declares.plays?.slots ?? {}).flatMap((fields) => fields.split(' '))
  return standing(
    needs.filter((name) => shown.includes(name) && isKeptList(declares, name)),
    said,
  )
}

/** Of a proposal that needs a list, those too that it may bring: what is left out of one is not there any more. */
function standingLists(
  { needs, may = [] }: Pick<Act, 'needs' | 'may'>,
  declares: Declares,
  said: Standing,
): Standing {
  const lists = (names: readonly string[]) => names.filter((name) => isKeptList(declares, name))
  return lists(needs).length === 0 ? {} : standing(lists([...needs, ...may]), said)
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
