// Protects what is installed: exact versions, one lock file that agrees with every package.json, licences
// from a short list, and install scripts only where docs/decisions names them.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { files, type Problem, read, root, tableBelow } from '../repository.ts'

interface Locked {
  version?: string
  license?: string
  link?: boolean
  hasInstallScript?: boolean
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

const licences = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'CC-BY-4.0',
  'MIT OR Apache-2.0',
  '(MIT OR CC0-1.0)',
  'Apache-2.0 AND MIT',
  'Python-2.0',
  'MPL-2.0',
  'OFL-1.1',
  'MIT AND OFL-1.1',
  'PostgreSQL',
])

export function check(): Problem[] {
  const lock = JSON.parse(read('package-lock.json')) as {
    lockfileVersion: number
    packages: Record<string, Locked>
  }
  const problems: Problem[] = []
  const say = (file: string, what: string) => problems.push({ file, what })
  if (lock.lockfileVersion !== 3)
    say('package-lock.json', 'is not of version 3: make it with the pinned Node')
  const reasons = new Set(
    tableBelow('docs/decisions/0002-dependencies.md', 'Why each').map(([name]) =>
      (name ?? '').replaceAll('`', ''),
    ),
  )
  const used = new Set<string>()
  for (const file of files().filter((name) => /^([^/]+\/)?package\.json$/.test(name))) {
    const manifest = JSON.parse(read(file)) as Locked
    const locked = lock.packages[file === 'package.json' ? '' : file.replace('/package.json', '')]
    for (const kind of ['dependencies', 'devDependencies'] as const)
      for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
        if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) say(file, `${name} has no exact version`)
        if (locked?.[kind]?.[name] !== version) say(file, `${name} is not in the lock file as it stands here`)
        if (!name.startsWith('@counterpart/')) used.add(name)
      }
  }
  for (const name of used)
    if (!reasons.has(name)) say('docs/decisions/0002-dependencies.md', `does not say why ${name}`)
  for (const name of reasons)
    if (!used.has(name)) say('docs/decisions/0002-dependencies.md', `still names ${name}, which nothing uses`)
  const scripts = new Set(
    tableBelow('docs/decisions/0002-dependencies.md', 'Install scripts').map(([name]) =>
      (name ?? '').replaceAll('`', ''),
    ),
  )
  for (const [path, locked] of Object.entries(lock.packages)) {
    if (!path.includes('node_modules/') || locked.link) continue
    const name = path.slice(path.lastIndexOf('node_modules/') + 13)
    // npm forgets packages of other platforms when a lock file is changed in place, and then refuses it.
    for (const optional of Object.keys(locked.optionalDependencies ?? {}))
      if (
        ![`${path}/node_modules/${optional}`, `node_modules/${optional}`].some(
          (place) => lock.packages[place]?.version,
        )
      )
        say('package-lock.json', `lacks ${optional}, which ${name} needs on another platform: make it anew`)
    if (locked.hasInstallScript && !scripts.has(name))
      say('package-lock.json', `${name} runs an install script that docs/decisions does not name`)
    const licence = locked.license ?? licenceOnDisk(path)
    if (licence !== null && !licences.has(licence))
      say('package-lock.json', `${name} is under ${licence}, which is not on the list`)
  }
  return problems
}

/** `null` for optional packages of other platforms, which are not on this disk. */
function licenceOnDisk(path: string): string | null {
  const file = join(root, path, 'package.json')
  if (!existsSync(file)) return null
  const { license } = JSON.parse(readFileSync(file, 'utf8')) as { license?: string | { type: string } }
  return typeof license === 'object' ? license.type : (license ?? 'no licence')
}
