/** The store on a real PostgreSQL in a temporary folder. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { atRest } from '../../keys/at-rest.ts'
import { temporaryFolder } from '../_temporary.ts'
import { type EmbeddedPostgres, startEmbedded } from '../embedded/embedded-postgres.ts'
import { isAlive } from '../embedded/orphan.ts'
import type { Store } from '../store.ts'
import type { Harness } from '../tests/contract.ts'
import type { Damaged } from '../tests/contract-damage.ts'
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

const flipped = (column: string) => `${column} = set_byte(${column}, 3, 255 - get_byte(${column}, 3))`
const here = 'relation = (select id from counterpart.relation where name = $1)'

const DAMAGE: Readonly<Record<Damaged, string>> = {
  header: `update counterpart.entry set ${flipped('bytes')} where ${here} and leaf = decode($2, 'hex')`,
  time: `update counterpart.entry set time = time + (1::bigint << 60) where ${here} and leaf = decode($2, 'hex')`,
  part: `update counterpart.part_body set ${flipped('ciphertext')} where ${here} and leaf = decode($2, 'hex')`,
  fold: `update counterpart.dossier set body = 'x' || body where ${here} and id = decode($2, 'hex')`,
  announcement: `update counterpart.announcement set ${flipped('ciphertext')}
    where ${here} and leaf = decode($2, 'hex')`,
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
    async damage(relation, what, id) {
      const owner = new pg.Client(now.server.connection)
      await owner.connect()
      try {
        const { rowCount } = await owner.query(DAMAGE[what], [relation, id])
        if (!rowCount) throw new Error(`nothing to damage: ${what}`)
      } finally {
        await owner.end()
      }
    },
    async loseHead(relation, log, size) {
      const owner = new pg.Client(now.server.connection)
      await owner.connect()
      // As a disk that loses a page, which asks no foreign key.
      await owner.query('set session_replication_role = replica')
      const { rowCount } = await owner.query(
        `delete from counterpart.checkpoint where own = $2 and size = $3
          and relation = (select id from counterpart.relation where name = $1)`,
        [relation, log === 'ours', size],
      )
      await owner.end()
      assert.equal(rowCount, 1)
    },
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
