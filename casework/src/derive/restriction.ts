import { own } from '../language/own.ts'
import type { Procedure } from '../language/procedure.ts'

/** A field of this name says in words what the handling H3 means. */
export const RESTRICTION = 'restriction'

/**
 * Whether an act of the handling H3 says nothing of its limits where it could: the other side cannot tell that from words
 * that were lost, and what stands may be its own. Asked of one's own officers; no verdict hangs on it.
 */
export function lacksRestriction(
  procedure: Procedure,
  name: string,
  handling: string | undefined,
  fields: Readonly<Record<string, unknown>>,
): boolean {
  const act = own(procedure.acts, name)
  if (handling !== 'H3' || !act) return false
  const takes = [...act.needs, ...(act.may ?? [])].includes(RESTRICTION)
  return takes && !Object.hasOwn(fields, RESTRICTION)
}
