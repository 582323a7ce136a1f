import type { Field } from '../api/types.ts'

/**
 * How many parties a line names by their codes, where it takes nothing else: read by its pattern, which takes nothing that
 * anybody would write otherwise. `null` for any other line.
 */
export function namesParties(
  { pattern }: Pick<Extract<Field, { kind: 'line' }>, 'pattern'>,
  parties: readonly string[],
): 'one' | 'several' | null {
  if (pattern === undefined) return null
  const takes = new RegExp(pattern, 'u')
  if (OTHERWISE.some((written) => takes.test(written)) || !parties.every((party) => takes.test(party)))
    return null
  return takes.test(parties.join(' ')) ? 'several' : 'one'
}

const OTHERWISE = ['A', '1', 'a-a', 'aaa, bbb', 'longerthanacode']
