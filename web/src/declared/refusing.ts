/** Which conditions of a declaration refuse an act. The node says that one does; which they are, the declaration knows. */
import { type Facts, holds } from '@counterpart/casework/condition'
import { type Condition, fieldsRead, KEPT } from '@counterpart/casework/language'
import type { Declared } from '../api/types.ts'

/** What an act asks for, where its own condition refused it. */
export function askedOf(declared: Declared | null, act: string | null, code: string | null): Condition[] {
  const when = code === 'condition' && act !== null ? declared?.procedure.acts[act]?.when : undefined
  return when ? [when] : []
}

/**
 * What an act says, over what stands in its dossier as far as the page has it. An act that opens one finds nothing there
 * before it. In any other the page has every kept field (`standing`), so that what is not among them is not said. Of the
 * other parts the node judges what the act itself says and nothing else, so a list that only stands there counts for nothing.
 */
export function factsOfForm(
  { procedure }: Declared,
  act: string,
  values: Readonly<Record<string, unknown>>,
  standing?: Readonly<Record<string, unknown>>,
): Facts {
  const parts = Object.keys(values).flatMap((name) => procedure.fields[name]?.part ?? [])
  const declared = procedure.acts[act]
  if (declared?.opens) return { kept: values, parts, paused: false, done: () => false }
  // What it drops stands no more beside it, and what a proposal would bring a form does not know.
  const before = declared?.adopts ? undefined : standing
  const isKept = (name: string) => procedure.fields[name]?.part === KEPT
  const left = Object.entries(before ?? {}).filter(
    ([name]) => isKept(name) && !declared?.drops?.includes(name),
  )
  const kept = { ...Object.fromEntries(left), ...values }
  const fields = before ? [] : Object.keys(procedure.fields).filter((name) => isKept(name) && !(name in kept))
  const open = { fields, parts: Object.keys(procedure.parts) }
  return { kept, parts, paused: null, done: () => null, open }
}

/**
 * The same for a form, less what holds by what is written in it, and the rules that its fields break. What only the
 * dossier knows cannot be judged here, and stays. `said`: the fields of the form in which something is written.
 */
export function refusing(
  declared: Declared,
  act: string,
  code: string,
  facts: Facts,
  said: readonly string[] = Object.keys(facts.kept),
): Condition[] {
  if (code === 'condition')
    return worst(
      askedOf(declared, act, code).flatMap((when) => ('all' in when ? when.all : [when])),
      facts,
    )
  if (code !== 'contradiction' && code !== 'bad-fields') return []
  const rules = rulesOf(declared, said).flatMap(partsOf)
  if (code === 'bad-fields') return rules.filter((rule) => holds(rule, facts) === false)
  const found = worst(rules, facts)
  return found.length > 0 ? found : rules
}

/** Those that are broken; only where none is known to be, those of which the form cannot tell. */
function worst(conditions: readonly Condition[], facts: Facts): Condition[] {
  const broken = conditions.filter((one) => holds(one, facts) === false)
  return broken.length > 0 ? broken : conditions.filter((one) => holds(one, facts) === null)
}

/** What has to hold of it one by one: of a rule of several parts no more is said than the part that is broken. */
function partsOf(rule: Condition): Condition[] {
  if ('all' in rule) return rule.all.flatMap(partsOf)
  if ('not' in rule && 'any' in rule.not) return rule.not.any.flatMap((one) => partsOf({ not: one }))
  return [rule]
}

/** Whether what refused an act holds by what is written since: then nothing more is to be said of it. */
export function isMet(
  declared: Declared,
  act: string,
  code: string,
  facts: Facts,
  said: readonly string[],
): boolean {
  const asked = code === 'contradiction' ? rulesOf(declared, said) : askedOf(declared, act, code)
  return asked.length > 0 && asked.every((one) => holds(one, facts) === true)
}

function rulesOf({ procedure }: Declared, said: readonly string[]): Condition[] {
  return Object.values(procedure.rules).filter((rule) => fieldsRead(rule).some((name) => said.includes(name)))
}
