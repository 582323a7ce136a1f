/** A copy of the shelves that tests run in, so that what is broken is never the repository itself. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { root } from '../repository.ts'

const SHELVES = ['spec', 'protocol', 'casework', 'procedures', 'record', 'server', 'cli', 'devnet']
const LEFT = new Set(['node_modules', 'dist', 'dev'])
const OWN = '@counterpart'

export interface Workspace extends Disposable {
  directory: string
}

export function copyShelves(): Workspace {
  const directory = mkdtempSync(join(tmpdir(), 'counterpart-breaks-'))
  const packages = join(directory, 'node_modules')
  mkdirSync(join(packages, OWN), { recursive: true })
  cpSync(join(root, 'package.json'), join(directory, 'package.json'))
  for (const shelf of SHELVES) {
    const filter = (from: string) => !LEFT.has(basename(from))
    cpSync(join(root, shelf), join(directory, shelf), { recursive: true, filter })
    const nested = join(root, shelf, 'node_modules')
    if (existsSync(nested)) symlinkSync(nested, join(directory, shelf, 'node_modules'))
    symlinkSync(join(directory, shelf), join(packages, OWN, shelf))
  }
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== OWN) symlinkSync(join(root, 'node_modules', name), join(packages, name))
  return { directory, [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }) }
}
