/** Where the database of a node lies: in the node's own folder, or where the server's user can reach it. */
import { createHash, randomBytes } from 'node:crypto'
import { chmod, chown, lstat, mkdir, open, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NodeError } from '../../errors.ts'
import { failureOf } from './failure.ts'
import { canEnter, isRoot, ordinaryUser, ownerOf, type User } from './ordinary-user.ts'

export interface Place {
  /** The node's own folder for the database: password and instance id, readable by nobody else. */
  own: string
  /** What PostgreSQL calls its data directory. */
  cluster: string
  /** Folder of the Unix socket. */
  socket: string
  log: string
  /** The user the server runs under; `null`: ours. */
  user: User | null
}

/** A socket's path must fit into 107 bytes on Linux, 103 on macOS. */
const MOST_SOCKET_PATH = 103 - '/.s.PGSQL.5432'.length

/** `shared`: where databases go whose node lies where the server's user may not enter. */
export async function findPlace(directory: string, shared: string): Promise<Place> {
  const own = join(directory, 'database')
  try {
    // As root the server runs as somebody else, who has to pass through, not to look around.
    await mkdir(directory, { recursive: true, mode: isRoot() ? 0o711 : 0o700 })
    await mkdir(own, { recursive: true, mode: 0o700 })
    const elsewhere = join(shared, await instanceOf(own))
    if (!isRoot()) return await placeAt(own, own, null)
    for (const base of [own, elsewhere]) {
      const cluster = join(base, 'cluster')
      if ((await stat(join(cluster, 'PG_VERSION')).catch(() => null)) === null) continue
      const user = await ownerOf(cluster)
      if (await canEnter(directory, user)) await chmod(own, 0o711)
      if (await canEnter(base, user)) return await placeAt(own, base, user)
      throw new NodeError({
        code: 'database-denied',
        message: `the database in ${cluster} lies where its owner may not enter any more`,
      })
    }
    const user = await ordinaryUser()
    if (await canEnter(directory, user)) {
      await chmod(own, 0o711)
      return await placeAt(own, own, user)
    }
    if ((await mkdir(shared, { recursive: true })) !== undefined) await chmod(shared, 0o755)
    await mkdir(elsewhere, { recursive: true })
    await chmod(elsewhere, 0o711)
    if (!(await canEnter(elsewhere, user))) {
      throw new NodeError({
        code: 'database-denied',
        message: `the user PostgreSQL runs as may enter neither ${directory} nor ${shared}`,
      })
    }
    return await placeAt(own, elsewhere, user)
  } catch (cause) {
    throw failureOf(cause, `finding a place for the database of ${directory}`)
  }
}

async function placeAt(own: string, base: string, user: User | null): Promise<Place> {
  const socket = await socketFolder(base, user)
  return { own, cluster: join(base, 'cluster'), socket, log: join(base, 'log'), user }
}

async function socketFolder(base: string, user: User | null): Promise<string> {
  const beside = join(base, 'socket')
  const short = createHash('sha256').update(base).digest('hex').slice(0, 16)
  const folder =
    Buffer.byteLength(beside) <= MOST_SOCKET_PATH ? beside : join(tmpdir(), `counterpart-${short}`)
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  const uid = user?.uid ?? process.getuid?.()
  if (user !== null && (await lstat(folder)).uid === 0) await chown(folder, user.uid, user.gid)
  const found = await lstat(folder)
  if (!found.isDirectory() || (uid !== undefined && (found.uid !== uid || (found.mode & 0o077) !== 0))) {
    throw new NodeError({ code: 'database-denied', message: `somebody else owns ${folder}` })
  }
  return folder
}

/** Random, so that two nodes never share a place. */
async function instanceOf(own: string): Promise<string> {
  const id = await secretFile(join(own, 'instance'), () => randomBytes(8).toString('hex'))
  if (!/^[0-9a-f]{16}$/.test(id)) {
    throw new NodeError({ code: 'database-damaged', message: `${join(own, 'instance')} is no instance id` })
  }
  return id
}

/** A file only we may read, written once and synced; its content without the line end. */
export async function secretFile(path: string, make: () => string): Promise<string> {
  const there = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  if (there.endsWith('\n')) return there.trimEnd()
  const made = make()
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(`${made}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  return made
}
