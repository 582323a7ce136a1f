/** What no node and no page reaches: knip's answer when it is told of no test, and to trust no entry of a shelf. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isTest, read, root } from '../repository.ts'

interface Workspace {
  entry: string[]
  project: string[]
}

const TESTS = ['!**/*.test.ts', '!**/*.test-d.ts', '!**/_*', '!**/tests/**']

/** By file: the names it exports to nobody but tests; `*` where none but tests imports it. */
export async function unreached(): Promise<Map<string, Set<string>>> {
  const config = JSON.parse(read('knip.json')) as { workspaces: Record<string, Workspace> }
  const workspaces = Object.entries(config.workspaces).map(([name, { entry, project, ...more }]) => [
    name,
    {
      ...more,
      entry: entry.filter((pattern) => !isTest(pattern)),
      project: [...project, ...TESTS],
      includeEntryExports: true,
    },
  ])
  const folder = mkdtempSync(join(tmpdir(), 'counterpart-unreached-'))
  try {
    const file = join(folder, 'knip.json')
    // What its own file uses is reached with what uses it.
    const told = { ...config, ignoreExportsUsedInFile: true, workspaces: Object.fromEntries(workspaces) }
    writeFileSync(file, JSON.stringify(told))
    const asked = ['--config', file, '--include', 'exports,files', '--reporter', 'json', '--no-progress']
    const { stdout } = await promisify(execFile)(
      join(root, 'node_modules', '.bin', 'knip'),
      [...asked, '--no-exit-code'],
      { cwd: root, maxBuffer: 1 << 26 },
    )
    const { issues } = JSON.parse(stdout) as {
      issues: { file: string; exports: { name: string }[]; files: unknown[] }[]
    }
    return new Map(
      issues.map((issue) => [
        issue.file,
        new Set([...issue.exports.map(({ name }) => name), ...(issue.files.length > 0 ? ['*'] : [])]),
      ]),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}
