/** Fields that an act may leave out by itself, and may not with what else is said in it. */
import { type Facts, holds } from '@counterpart/casework/condition'
import type { Condition } from '@counterpart/casework/language'
import type { Declared } from '../api/types.ts'
import { factsOfForm } from './refusing.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * Which of them have to be said as the form stands now: asked by its own condition, or by a rule of the procedure. One that
 * is said already is asked for all the same where it could not be taken out again.
 */
export function neededNow(declared: Declared, act: string, values: Values, standing?: Values): string[] {
  const { may, adopts } = declared.procedure.acts[act] ?? {}
  // What a proposal of the other side brings stands in no form.
  if (adopts) return []
  const said = (may ?? []).filter((name) => name in values)
  return [
    ...asked(declared, act, values, standing),
    ...said.filter((name) => {
      const { [name]: _, ...others } = values
      return asked(declared, act, others, standing).includes(name)
    }),
  ]
}

function asked(declared: Declared, act: string, values: Values, standing: Values | undefined): string[] {
  const { procedure } = declared
  const said = factsOfForm(declared, act, values, standing)
  // What is not chosen yet asks for nothing, also where a dossier is opened and nothing stands before.
  const fields = Object.keys(procedure.fields).filter((name) => !(name in said.kept))
  const facts = { ...said, open: { fields, parts: Object.keys(procedure.parts) } }
  const { when } = procedure.acts[act] ?? {}
  const all = [...(when ? [when] : []), ...Object.values(procedure.rules)]
  return [...new Set(all.flatMap((one) => neededBy(one, facts)))]
}

/** Where there is more than one way out none of them is asked for. */
function neededBy(condition: Condition, facts: Facts): string[] {
  if (holds(condition, facts) === true) return []
  if ('present' in condition) return [condition.present]
  // Another value is said, or none: only where none is, is something left out.
  if ('equals' in condition) return condition.equals[0] in facts.kept ? [] : [condition.equals[0]]
  if ('all' in condition) return condition.all.flatMap((one) => neededBy(one, facts))
  if (!('any' in condition)) return []
  const ways = condition.any.filter((one) => holds(one, facts) !== false || neededBy(one, facts).length > 0)
  const [way] = ways
  return way && ways.length === 1 ? neededBy(way, facts) : []
}
