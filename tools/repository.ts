/** What the checks read of this repository: its tracked and new files, and who imports whom. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'

export const root = resolve(import.meta.dirname, '..')

/** A place in the repository and what is wrong there. */
export interface Problem {
  file: string
  line?: number
  what: string
}

/** Paths of all files git tracks or would track, relative to the root. */
export function files(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    maxBuffer: 1 << 26,
  })
  const deleted = new Set(
    execFileSync('git', ['ls-files', '-z', '--deleted'], { cwd: root }).toString().split('\0'),
  )
  return [...new Set(listed.toString().split('\0'))]
    .filter((file) => file !== '' && !deleted.has(file))
    .sort()
}

let head: string | undefined

/** Set where every test is asked for: `npm test -- --all`. */
export const ALL = 'COUNTERPART_TEST_ALL'

/**
 * Of many alike tests that take long, each commit tries one in so many: the one at `at` is tried where this is `false`, and is
 * left out for the reason that is given otherwise.
 */
export function notItsTurn(at: number, among: number): string | false {
  if (process.env[ALL]) return false
  head ??= execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' })
  const isTurn = at % among === Number.parseInt(head.slice(0, 6), 16) % among
  return isTurn ? false : `one in ${among} with each commit; npm test -- --all tries all`
}

export function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

export function isTest(file: string): boolean {
  return /\.test(-d)?\.tsx?$/.test(file) || /(^|\/)tests?\//.test(file) || /(^|\/)_[^/]+\.tsx?$/.test(file)
}

export function isSource(file: string): boolean {
  return /\.(ts|tsx|mjs)$/.test(file) && !file.endsWith('.d.ts')
}

/** The shelf a file lies on: the first folder of its path. */
export function shelfOf(file: string): string {
  return file.split('/')[0] ?? ''
}

export interface Import {
  from: string
  specifier: string
  line: number
  /** The file imported, relative to the root, when the import is relative. */
  file?: string
  /** The package imported, when it is not. */
  package?: string
}

export function importsOf(file: string): Import[] {
  const source = read(file)
  return ts.preProcessFile(source, true, true).importedFiles.map(({ fileName, pos }) => {
    const line = source.slice(0, pos).split('\n').length
    if (fileName.startsWith('.'))
      return {
        from: file,
        specifier: fileName,
        line,
        file: relative(root, resolve(root, dirname(file), fileName)),
      }
    const parts = fileName.split('/')
    return {
      from: file,
      specifier: fileName,
      line,
      package: fileName.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? ''),
    }
  })
}

/** Rows of the first Markdown table below a heading of a file; cells without their back-ticks. */
export function tableBelow(file: string, heading: string): string[][] {
  const lines = read(file).split('\n')
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '').trim() === heading)
  if (start < 0) throw new Error(`${file} has no heading "${heading}"`)
  const table: string[][] = []
  for (const line of lines.slice(start + 1)) {
    if (line.startsWith('|'))
      table.push(
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      )
    else if (table.length > 0) break
  }
  return table.slice(2)
}

/**
 * Tests that start no process and no database: whatever else one of them starts or sets ends with it, so that many can
 * share a process.
 */
export function canShare(file: string): boolean {
  return /^(?:casework|procedures|protocol\/src|record|web)\/|^server\/src\/(?:http|keys|operator|outbound|peer|pouch|scrub|uses|views|store\/(?:files|memory))\//.test(
    file,
  )
}
