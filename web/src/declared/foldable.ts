import type { Field } from '../api/types.ts'

/** What somebody said in so many words, and of whom: whoever reads the card alone has to have read it. */
const SAID: readonly Field['kind'][] = ['text', 'person', 'file']

/** The fields of a card that may wait behind a line, where the first so many stand open. */
export function foldable(
  shown: readonly (readonly [string, Pick<Field, 'kind'>])[],
  first: number,
): string[] {
  return shown.slice(first).flatMap(([name, { kind }]) => (SAID.includes(kind) ? [] : [name]))
}
