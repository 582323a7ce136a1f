import type { Field } from '../api/types.ts'

/** What somebody said in so many words, and of whom: whoever reads the card alone has to have read it. */
const SAID: readonly Field['kind'][] = ['text', 'person', 'file']

type Shown = { kind: Field['kind']; row?: Readonly<Record<string, { kind: Field['kind'] }>> }

/** The fields of a card that may wait behind a line, where the first so many stand open. */
export function foldable(shown: readonly (readonly [string, Shown])[], first: number): string[] {
  return shown.slice(first).flatMap(([name, field]) => (isSaid(field) ? [] : [name]))
}

/** Ten persons in a list are no less said than one. */
function isSaid({ kind, row = {} }: Shown): boolean {
  return SAID.includes(kind) || Object.values(row).some((one) => SAID.includes(one.kind))
}
