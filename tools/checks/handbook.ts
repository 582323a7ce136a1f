// Protects whoever reads docs/handbook: it says what the declarations say today, in every language.
import { FOLDER, pages, written } from '../handbook-pages.ts'
import type { Problem } from '../repository.ts'

export function check(): Problem[] {
  const what = stale(pages(), written())
  return what === null ? [] : [{ file: FOLDER, what }]
}

/** What is not as it is wanted, in one line; `null` where everything is. Both by path. */
export function stale(
  wanted: ReadonlyMap<string, string>,
  there: ReadonlyMap<string, string>,
): string | null {
  const paths = [...wanted.keys()]
  const kinds: [string, string[]][] = [
    ['missing', paths.filter((file) => !there.has(file))],
    ['not current', paths.filter((file) => there.has(file) && there.get(file) !== wanted.get(file))],
    ['left over', [...there.keys()].filter((file) => !wanted.has(file))],
  ]
  const said = kinds.flatMap(([kind, [first, ...more]]) =>
    first === undefined ? [] : [`${kind}: ${first}${more.length === 0 ? '' : ` and ${more.length} more`}`],
  )
  return said.length === 0 ? null : `${said.join('; ')}. Run npm run handbook and commit what it wrote.`
}
