/** The repository in a folder of its own, in which a test may change what it likes; packages stay where they are. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** What is made from the rest, or belongs to whoever works here. */
const LEFT_OUT = ['node_modules', '.git', '.counterpart', 'dist', 'coverage']

export function repositoryCopy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'further-'))
  cpSync(ROOT, folder, { recursive: true, filter: (from) => !LEFT_OUT.includes(basename(from)) })
  const packages = join(folder, 'node_modules')
  const own = join(packages, '@counterpart')
  mkdirSync(own, { recursive: true })
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (name !== '@counterpart') symlinkSync(join(ROOT, 'node_modules', name), join(packages, name))
  // The shelves of the copy, and not those that it was copied from.
  const { workspaces } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    workspaces: string[]
  }
  for (const shelf of workspaces) symlinkSync(join(folder, shelf), join(own, shelf))
  return folder
}
