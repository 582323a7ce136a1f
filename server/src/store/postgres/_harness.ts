/** The store on a real PostgreSQL in a temporary folder. */
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { atRest } from '../../keys/at-rest.ts'
import { temporaryFolder } from '../_temporary.ts'
import { type EmbeddedPostgres, startEmbedded } from '../embedded/embedded-postgres.ts'
import { isAlive } from '../embedded/orphan.ts'
import type { Store } from '../store.ts'
import type { Harness } from '../tests/contract.ts'
import { Cut } from './_cut.ts'
import { type Database, openDatabase } from './database.ts'
import { PostgresStore } from './postgres-store.ts'
import type { Most } from './session.ts'

export const KEYS = atRest(randomBytes(32))

export interface PostgresHarness extends Harness {
  store: PostgresStore
  database: Database
  server: EmbeddedPostgres
}

/** `most`: what is read at once, where it is not as much as in a node. */
export async function postgresHarness(most?: Most): Promise<PostgresHarness> {
  const directory = await temporaryFolder()
  const open = async () => {
    const server = await startEmbedded({ directory })
    const cut = await Cut.before(server.connection.host)
    const database = await openDatabase({ connection: { ...server.connection, host: cut.folder } })
    return { server, cut, database, store: new PostgresStore(database.pools, KEYS, undefined, most) }
  }
  let now = await open()
  const harness: PostgresHarness = {
    ...now,
    async crash(): Promise<Store> {
      const { pid } = now.server
      process.kill(pid, 'SIGQUIT')
      while (isAlive(pid)) await pause(10)
      // Not awaited: whoever called this may be holding a connection.
      now.database.close().catch(() => undefined)
      await now.cut.close()
      await now.server.stop()
      now = await open()
      Object.assign(harness, now)
      return now.store
    },
    breakCommit: (how) => now.cut.breakCommit(how),
    async close() {
      await now.store.close()
      await now.database.close()
      await now.cut.close()
      await now.server.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
  return harness
}
