/** Makes a database directory, whole or not at all, and the settings a server is started with. */
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { NodeError } from '../../errors.ts'
import type { Binaries } from './binaries.ts'
import { failureIn, failureOf } from './failure.ts'
import type { Place } from './place.ts'
import { run } from './program.ts'

/** Name of the owner's role and of nobody else. */
export const OWNER = 'counterpart_owner'
export const DATABASE = 'postgres'

/**
 * Small: a node with two relations, not a bank. Durability is said here although it is the default, so
 * that no edited file can take it away.
 */
export function settings(socket: string): string[] {
  const values: Record<string, string> = {
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    listen_addresses: '',
    unix_socket_directories: socket,
    unix_socket_permissions: '0700',
    port: '5432',
    max_connections: '40',
    shared_buffers: '128MB',
    min_wal_size: '8MB',
    max_wal_size: '512MB',
    wal_compression: 'on',
    max_wal_senders: '0',
    max_worker_processes: '2',
    max_parallel_workers_per_gather: '0',
    max_logical_replication_workers: '0',
    autovacuum_max_workers: '2',
    io_method: 'sync',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
    // The values of a row that is refused are in DETAIL, statements may hold them too: neither is logged.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Makes the cluster when there is none. `database-newer` or `database-too-old` when another version made it. */
export async function makeCluster(place: Place, binaries: Binaries, password: string): Promise<void> {
  const made = await readFile(join(place.cluster, 'PG_VERSION'), 'utf8').catch(() => null)
  if (made !== null) {
    const major = Number(made.trim())
    if (major === binaries.major) return
    throw new NodeError({
      code: major > binaries.major ? 'database-newer' : 'database-too-old',
      message: `PostgreSQL ${major} made the database in ${place.cluster}, here is PostgreSQL ${binaries.major}`,
    })
  }
  const base = dirname(place.cluster)
  const draft = `${place.cluster}.${randomBytes(6).toString('hex')}`
  try {
    await forgetDrafts(base)
    await initialise(place, binaries, draft, password)
    await rename(draft, place.cluster)
    const folder = await open(base, 'r')
    await folder.sync().finally(() => folder.close())
  } catch (cause) {
    await forgetDrafts(base).catch(() => undefined)
    throw failureOf(cause, 'making the database')
  }
}

async function initialise(place: Place, binaries: Binaries, draft: string, password: string): Promise<void> {
  const secret = `${draft}.password`
  await mkdir(draft, { mode: 0o700 })
  await writeFile(secret, `${password}\n`, { mode: 0o600, flag: 'wx' })
  if (place.user !== null) {
    await chown(draft, place.user.uid, place.user.gid)
    await chown(secret, place.user.uid, place.user.gid)
  }
  try {
    const { code, said } = await run(
      binaries.initdb,
      [
        `--pgdata=${draft}`,
        `--username=${OWNER}`,
        `--pwfile=${secret}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--data-checksums',
        '--wal-segsize=4',
        '--no-instructions',
      ],
      place.user,
    )
    if (code !== 0) throw failureIn(said, 'making the database')
    await chmod(draft, 0o700)
  } finally {
    await rm(secret, { force: true })
  }
}

/** What a start that was cut off left behind. */
async function forgetDrafts(base: string): Promise<void> {
  for (const name of await readdir(base)) {
    if (/^cluster\.[0-9a-f]{12}/.test(name)) await rm(join(base, name), { recursive: true, force: true })
  }
}
