/** Which conditions of a declaration refuse an act. The node says that one does; which they are, the declaration knows. */
import { type Facts, holds } from '@counterpart/casework/condition'
import { type Condition, fieldsRead } from '@counterpart/casework/language'
import type { Declared } from '../api/types.ts'

/** What an act asks for, where its own condition refused it. */
export function askedOf(declared: Declared | null, act: string | null, code: string | null): Condition[] {
  const when = code === 'condition' && act !== null ? declared?.procedure.acts[act]?.when : undefined
  return when ? [when] : []
}

/**
 * The same for a form, less what holds by what is written in it, and the rules that its fields break. What only the
 * dossier knows cannot be judged here, and stays.
 */
export function refusing(declared: Declared, act: string, code: string, facts: Facts): Condition[] {
  const fails = (one: Condition) => holds(one, facts) !== true
  if (code === 'condition')
    return askedOf(declared, act, code).flatMap((when) => ('all' in when ? when.all.filter(fails) : [when]))
  if (code !== 'contradiction' && code !== 'bad-fields') return []
  const rules = Object.values(declared.procedure.rules).filter((rule) =>
    fieldsRead(rule).some((name) => name in facts.kept),
  )
  const broken = rules.filter(fails)
  return code === 'contradiction' && broken.length === 0 ? rules : broken
}
