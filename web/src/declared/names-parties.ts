import type { Field } from '../api/types.ts'

/**
 * Whether a line names parties by their codes and nothing else: read by its pattern, which takes several of them and nothing
 * that anybody would write otherwise.
 */
export function namesParties(
  { pattern }: Pick<Extract<Field, { kind: 'line' }>, 'pattern'>,
  parties: readonly string[],
): boolean {
  if (pattern === undefined) return false
  const takes = new RegExp(pattern, 'u')
  return takes.test(parties.join(' ')) && !OTHERWISE.some((written) => takes.test(written))
}

const OTHERWISE = ['A', '1', 'a-a', 'aaa, bbb']
