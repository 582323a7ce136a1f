/** Everything a node keeps, opened together: on a given PostgreSQL, on the embedded one, or in memory. */
import { NodeError } from '../errors.ts'
import { type AtRest, readAtRestKey } from '../keys/at-rest.ts'
import type { AccessLog } from './access.ts'
import type { AccountStore } from './accounts.ts'
import type { DraftStore } from './drafts.ts'
import { type EmbeddedPostgres, startEmbedded } from './embedded/embedded-postgres.ts'
import { MemoryAccessLog } from './memory/access.ts'
import { MemoryAccounts } from './memory/accounts.ts'
import { MemoryDrafts } from './memory/drafts.ts'
import { MemoryStore, type MemoryStoreOptions } from './memory/memory-store.ts'
import { MemoryPouches } from './memory/pouches.ts'
import { MemoryScrubs } from './memory/scrubs.ts'
import { MemoryUploads } from './memory/uploads.ts'
import { PostgresAccessLog } from './postgres/access.ts'
import { PostgresAccounts } from './postgres/accounts.ts'
import { configOf, type Database, openDatabase } from './postgres/database.ts'
import { PostgresDrafts } from './postgres/drafts.ts'
import { failing } from './postgres/failure.ts'
import { type Guard, guard } from './postgres/guard.ts'
import { PostgresStore } from './postgres/postgres-store.ts'
import { PostgresPouches } from './postgres/pouches.ts'
import { PostgresScrubs } from './postgres/scrubs.ts'
import { PostgresUploads } from './postgres/uploads.ts'
import type { PouchStore } from './pouches.ts'
import type { ScrubStore } from './scrubs.ts'
import type { Store } from './store.ts'
import type { UploadStore } from './uploads.ts'

export interface Storage extends AsyncDisposable {
  store: Store
  accounts: AccountStore
  drafts: DraftStore
  access: AccessLog
  uploads: UploadStore
  pouches: PouchStore
  scrubs: ScrubStore
  /** Where a database of our own lies; `null` where it is elsewhere. */
  folder: string | null
  /** Throws `database-not-durable`, `database-unreachable` … when it is no place for a register now. */
  check(): Promise<void>
  /** Waits for what is under way; ends the server if it is our own. */
  close(): Promise<void>
}

interface StorageOptions {
  /** The node's data folder. */
  directory: string
  /** `DATABASE_URL`; the embedded PostgreSQL when `null`. */
  url: string | null
  /** The key for data at rest. Made with the first start; kept apart from backups of the database. */
  keyFile: string
  /** For the embedded server where the node's folder may not be entered; see `startEmbedded`. */
  shared?: string
  /** The embedded server ended by itself, or the given database may be another node's: this one has to stop. */
  onLost?: (error: NodeError) => void
}

export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { directory, url, keyFile, shared, onLost } = options
  const server =
    url === null
      ? await startEmbedded({
          directory,
          ...(shared === undefined ? {} : { shared }),
          ...(onLost === undefined ? {} : { onLost }),
        })
      : null
  let held: Guard | null = null
  try {
    // Before anything is brought to this version's form under a node that runs. A server of our own has its guard.
    if (url !== null) held = await guard(configOf(url))
    if (onLost !== undefined) held?.onLost(onLost)
    const database = await openDatabase({ connection: url ?? connectionOf(server) })
    try {
      return storageOn(database, await keysFor(database, keyFile), server, held)
    } catch (error) {
      await database.close()
      throw error
    }
  } catch (error) {
    await held?.end()
    await server?.stop()
    throw error
  }
}

function connectionOf(server: EmbeddedPostgres | null) {
  if (server === null) throw new NodeError({ code: 'internal', message: 'no database' })
  return server.connection
}

function storageOn(
  database: Database,
  keys: AtRest,
  server: EmbeddedPostgres | null,
  held: Guard | null,
): Storage {
  const store = new PostgresStore(database.pools, keys, server?.room)
  async function close(): Promise<void> {
    await store.close()
    await database.close()
    await held?.end()
    await server?.stop()
  }
  return {
    store,
    accounts: new PostgresAccounts(database.tables),
    drafts: new PostgresDrafts(database.tables, keys),
    access: new PostgresAccessLog(database.tables),
    uploads: new PostgresUploads(database.tables, keys),
    pouches: new PostgresPouches(database.tables),
    scrubs: new PostgresScrubs(database.tables),
    folder: server?.folder ?? null,
    async check() {
      await server?.room()
      await database.check()
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/**
 * A database that holds bodies was written under a key that is somewhere: another is never made for it. Which it is every
 * body's key says; the row beside them alone, which may have been altered, makes the right one no other.
 */
async function keysFor({ tables }: Database, keyFile: string): Promise<AtRest> {
  const known = await failing(tables.selectFrom('counterpart_keys.wrapping_key').select('id').execute())
  const bodies = tables.selectFrom('counterpart_keys.part_key').select('kek').limit(1)
  const isEmpty = known.length === 0 && (await failing(bodies.execute())).length === 0
  const keys = readAtRestKey(keyFile, isEmpty)
  const isNamed = isEmpty || known.some(({ id }) => id === keys.id)
  if (!isNamed && (await failing(bodies.where('kek', '=', keys.id).execute())).length === 0) {
    throw new NodeError({
      code: 'key-wrong',
      message: `${keyFile} is not the key this database was written with`,
    })
  }
  await failing(
    tables
      .insertInto('counterpart_keys.wrapping_key')
      .values({ id: keys.id })
      .onConflict((on) => on.doNothing())
      .execute(),
  )
  return keys
}

/** For tests: forgets everything when the process ends, and in a crash what was not synced. */
export function memoryStorage(options: MemoryStoreOptions = {}): Storage & { store: MemoryStore } {
  const store = new MemoryStore(options)
  return {
    store,
    accounts: new MemoryAccounts(),
    drafts: new MemoryDrafts(),
    access: new MemoryAccessLog(),
    uploads: new MemoryUploads(),
    pouches: new MemoryPouches(),
    scrubs: new MemoryScrubs(),
    folder: null,
    check: async () => undefined,
    close: () => store.close(),
    [Symbol.asyncDispose]: () => store.close(),
  }
}
