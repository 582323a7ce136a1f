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
 * What an act says by itself. An act that opens a dossier finds nothing there before it; of any other dossier a form knows
 * nothing, and what was left empty may stand there already.
 */
export function factsOfForm(
  { procedure }: Declared,
  act: string,
  values: Readonly<Record<string, unknown>>,
): Facts {
  const parts = Object.keys(values).flatMap((name) => procedure.fields[name]?.part ?? [])
  if (procedure.acts[act]?.opens) return { kept: values, parts, paused: false, done: () => false }
  const fields = Object.keys(procedure.fields).filter((name) => !(name in values))
  const open = { fields, parts: Object.keys(procedure.parts) }
  return { kept: values, parts, paused: null, done: () => null, open }
}

/**
 * The same for a form, less what holds by what is written in it, and the rules that its fields break. What only the
 * dossier knows cannot be judged here, and stays.
 */
export function refusing(declared: Declared, act: string, code: string, facts: Facts): Condition[] {
  if (code === 'condition')
    return askedOf(declared, act, code).flatMap((when) =>
      'all' in when ? when.all.filter((one) => holds(one, facts) !== true) : [when],
    )
  if (code !== 'contradiction' && code !== 'bad-fields') return []
  const rules = Object.values(declared.procedure.rules).filter((rule) =>
    fieldsRead(rule).some((name) => name in facts.kept),
  )
  const broken = rules.filter((rule) => holds(rule, facts) === false)
  return code === 'contradiction' && broken.length === 0 ? rules : broken
}
