// Protects the architecture: which shelf may import which, and which folder of a shelf may import
// which, stands in two tables of ARCHITECTURE.md and nowhere else; and what runs imports no test. Folder boundaries rot
// unless this fails.
import {
  files,
  type Import,
  importsOf,
  isSource,
  isTest,
  type Problem,
  shelfOf,
  tableBelow,
} from '../repository.ts'

const own = '@counterpart/'

interface Arrows {
  shelves: Map<string, { all: Set<string>; only: Map<string, Set<string>>; outside: Set<string> | null }>
  folders: Map<string, string[]>
}

function readArrows(): Arrows {
  const shelves: Arrows['shelves'] = new Map()
  for (const [from, may, only, outside] of tableBelow('ARCHITECTURE.md', 'Arrows')) {
    const perFile = new Map<string, Set<string>>()
    for (const rule of words(only ?? '')) {
      const [file, target] = rule.split(':')
      if (file && target) perFile.set(file, new Set([...(perFile.get(file) ?? []), target]))
    }
    const named = words(outside ?? '')
    shelves.set(words(from ?? '')[0] ?? '', {
      all: new Set(words(may ?? '')),
      only: perFile,
      outside: named.includes('*') ? null : new Set(named),
    })
  }
  const folders = new Map(
    tableBelow('ARCHITECTURE.md', 'Order inside a shelf').map(([shelf, order]) => [
      words(shelf ?? '')[0] ?? '',
      words(order ?? ''),
    ]),
  )
  return { shelves, folders }
}

function words(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')
}

function between(arrow: Import, arrows: Arrows): string | null {
  const shelf = shelfOf(arrow.from)
  // A file of its own, which its package.json names by where it runs.
  if (arrow.specifier.startsWith('#')) return null
  const rule = arrows.shelves.get(arrow.from) ?? arrows.shelves.get(shelf)
  if (!rule) return `shelf ${shelf} is not in the arrows of ARCHITECTURE.md`
  const target = arrow.file
    ? shelfOf(arrow.file)
    : arrow.package?.startsWith(own)
      ? arrow.package.slice(own.length)
      : null
  if (target === shelf) return null
  if (target !== null) {
    if (arrow.file) return `reaches into ${target} by a path: import ${own}${target}`
    const entry = arrow.specifier.slice(own.length)
    if (rule.all.has(target) || rule.all.has(entry)) return null
    const file = arrow.from.slice(shelf.length + 1)
    if (rule.only.get(file)?.has(entry)) return null
    return `may not import ${entry}`
  }
  if (rule.outside === null) return null
  const name = arrow.package ?? ''
  const scope = name.startsWith('@') ? `${name.split('/')[0]}/*` : name
  return rule.outside.has(name) || rule.outside.has(scope) ? null : `may not import the package ${name}`
}

/** Where a file stands in the order below `above`; -1 where it lies in none of its folders. */
function placeIn(order: readonly string[], above: string, file: string): number {
  const rest = file.slice(above.length + 1).replace(/^src\//, '')
  return order.findLastIndex((name) => rest === name || rest.startsWith(`${name}/`))
}

/** Folders below a shelf, in a row of their own. What lies beside them, as the types of all, is imported by each. */
function below(arrow: Import, arrows: Arrows): string | null {
  for (const [above, order] of arrows.folders) {
    const isDeeper = (file: string | null | undefined): file is string =>
      file?.startsWith(`${above}/`) === true && file.slice(above.length + 1).includes('/')
    if (!above.includes('/') || !isDeeper(arrow.from) || !isDeeper(arrow.file)) continue
    const [from, to] = [placeIn(order, above, arrow.from), placeIn(order, above, arrow.file)]
    if (from < 0) return `lies in no folder of ${above} that ARCHITECTURE.md orders`
    if (to > from) return `imports upward: ${order[to]} comes after ${order[from]}`
  }
  return null
}

function inside(arrow: Import, arrows: Arrows): string | null {
  const shelf = shelfOf(arrow.from)
  const order = arrows.folders.get(shelf)
  if (!order || !arrow.file || shelfOf(arrow.file) !== shelf) return null
  const [from, to] = [placeIn(order, shelf, arrow.from), placeIn(order, shelf, arrow.file)]
  if (from < 0) return 'lies in no folder that ARCHITECTURE.md orders'
  if (to < 0) return `imports ${arrow.file}, which lies in no folder that ARCHITECTURE.md orders`
  return to <= from ? null : `imports upward: ${order[to]} comes after ${order[from]}`
}

/** What is a test by its name is read by no check of what runs: it must not run. */
function intoTests(arrow: Import): string | null {
  return arrow.file && isTest(arrow.file) ? `imports ${arrow.file}, which is a test by its name` : null
}

export function check(): Problem[] {
  const arrows = readArrows()
  return files()
    .filter((file) => isSource(file) && !isTest(file) && file.includes('/') && shelfOf(file) !== 'tools')
    .flatMap(importsOf)
    .flatMap((arrow) =>
      [between(arrow, arrows), inside(arrow, arrows), below(arrow, arrows), intoTests(arrow)]
        .filter((what) => what !== null)
        .map((what) => ({ file: arrow.from, line: arrow.line, what })),
    )
}
