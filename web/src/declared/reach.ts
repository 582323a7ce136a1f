import type { Procedure } from '@counterpart/casework/language'

/** The states a dossier can still come to, whoever acts; its own among them. */
export function statesAhead(procedure: Procedure, state: string): ReadonlySet<string> {
  const found = new Set([state])
  // A set is walked to its end, also through what is added on the way.
  for (const one of found)
    for (const { from, to } of Object.values(procedure.acts))
      if (to !== undefined && from.includes(one)) found.add(to)
  return found
}
