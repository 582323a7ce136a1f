/** Where a form marks what only the node finds wrong. That something does not hold it says, not by what: the declaration knows. */
import { type Facts, holds } from '@counterpart/casework/condition'
import { type Condition, fieldsRead } from '@counterpart/casework/language'
import { askedBy, refusedField, type Wrong, type Wrongs } from './check.ts'

interface Refusal {
  code: string
  /** Where in the request the node found it. */
  path: string | null
}

/** `names`: the fields of the form, in its order. `conditions`: by which it was refused. */
export function pointed(
  names: readonly string[],
  { code, path }: Refusal,
  conditions: readonly Condition[],
  facts: Facts,
): Wrongs {
  const open = conditions.filter((one) => holds(one, facts) !== true)
  const inForm = (some: readonly string[], wrong: Wrong) =>
    names.filter((name) => some.includes(name)).map((name) => [name, [{ wrong, at: [] }]] as const)
  // An act's own condition asks; a rule that is not known to be broken does not, for its way out may be to say less.
  const asking = code === 'condition' ? open : open.filter((one) => holds(one, facts) === false)
  const needed = inForm(
    asking.flatMap((one) => askedBy(one, facts)),
    'needed',
  )
  // Where nothing was left out, what was said is against it.
  const found = needed.length > 0 ? needed : inForm(open.flatMap(fieldsRead), 'against')
  const refused = refusedField(path)
  const isElsewhere = refused !== null && !found.some(([name]) => name === refused)
  return Object.fromEntries([...(isElsewhere ? inForm([refused], 'shape') : []), ...found])
}
