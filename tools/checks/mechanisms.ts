// Protects docs/mechanisms.md: whatever it says is there is there, and no mechanism or disagreement is left out.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Problem, read, root } from '../repository.ts'

const FILE = 'docs/mechanisms.md'
const NUMBERED = { M: 24, N: 22 } as const
const STANDINGS = /^(Works|In part|Open)\b/

interface Row {
  id: string
  line: number
  cells: string[]
}

export function check(): Problem[] {
  const rows = rowsOf(read(FILE))
  const items = itemsOf()
  return [
    ...complete(rows),
    ...rows.flatMap(({ id, line, cells }) => {
      const missing = id.startsWith('M')
        ? missingOf(cells)
        : named(cells.at(-1)).filter((item) => !items.has(item))
      return missing.map((what) => ({ file: FILE, line, what: `${id} names ${what}, which is not there` }))
    }),
  ]
}

function rowsOf(text: string): Row[] {
  return text.split('\n').flatMap((row, at) => {
    const cells = row.split('|').map((cell) => cell.trim())
    const id = cells[1] ?? ''
    return /^[MN]-\d\d$/.test(id) ? [{ id, line: at + 1, cells: cells.slice(2, -1) }] : []
  })
}

function complete(rows: readonly Row[]): Problem[] {
  const ids = rows.map(({ id }) => id)
  const wanted = Object.entries(NUMBERED).flatMap(([letter, most]) =>
    Array.from({ length: most }, (_, at) => `${letter}-${String(at + 1).padStart(2, '0')}`),
  )
  const problems = wanted.flatMap((id) => {
    const count = ids.filter((one) => one === id).length
    return count === 1 ? [] : [{ file: FILE, what: `${id} stands there ${count} times` }]
  })
  const unsaid = rows.filter(({ id, cells }) => id.startsWith('M') && !STANDINGS.test(cells.at(-1) ?? ''))
  return [
    ...problems,
    ...unsaid.map(({ id, line }) => ({ file: FILE, line, what: `${id} says no standing` })),
  ]
}

/** What works, even in part, has a procedure, a page and a test. */
function missingOf([, procedures = '', pages = '', tests = '', standing = '']: readonly string[]): string[] {
  const isOpen = standing.startsWith('Open')
  const columns: [string, string, (name: string) => string][] = [
    ['a procedure', procedures, (name) => `procedures/${name}`],
    ['a page', pages, (name) => `web/src/pages/${name}`],
    ['a test', tests, (name) => name],
  ]
  return columns.flatMap(([what, cell, pathOf]) => {
    const names = named(cell)
    if (names.length === 0) return isOpen ? [] : [what]
    return names.map(pathOf).filter((path) => !existsSync(join(root, path)))
  })
}

function named(cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
}

function itemsOf(): Set<string> {
  const folder = 'record/public'
  const files = readdirSync(join(root, folder)).filter((file) => file.endsWith('.json'))
  const items = files.flatMap(
    (file) => (JSON.parse(read(`${folder}/${file}`)).items ?? []) as { id: string }[],
  )
  return new Set(items.map(({ id }) => id))
}
