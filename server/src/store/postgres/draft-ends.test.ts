import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { temporaryFolder } from '../_temporary.ts'
import { type EmbeddedPostgres, startEmbedded } from '../embedded/embedded-postgres.ts'
import { migrations } from '../migrations/all.ts'
import { openDatabase } from './database.ts'

let directory: string
let server: EmbeddedPostgres
before(async () => {
  directory = await temporaryFolder()
  server = await startEmbedded({ directory })
})
after(async () => {
  await server?.stop()
  await rm(directory, { recursive: true, force: true })
})

test('a draft that waited before drafts ended by themselves has its time from then on, and its author with it', async () => {
  const older = await openDatabase({
    connection: server.connection,
    migrations: migrations.filter(({ version }) => version < 23),
  })
  const now = Math.floor(Date.now() / 1000)
  const [old, ahead] = [now - 40 * 86_400, now + 40 * 86_400]
  for (const [id, state, created] of [
    ['waits', 'open', old],
    ['of a clock ahead', 'open', ahead],
    ['approved', 'approved', old],
  ] as const)
    await older.pools.general.query(
      `insert into counterpart.draft (id, relation, dossier, ciphertext, by, created, state)
        values ($1, 'aaa~bbb/test', null, null, 'one', $2, $3)`,
      [id, created, state],
    )
  await older.close()
  const database = await openDatabase({ connection: server.connection })
  const { rows } = await database.pools.general.query('select id, since from counterpart.draft')
  await database.close()
  const since = new Map(rows.map((row) => [row.id, Number(row.since)]))
  assert.deepEqual([since.get('approved'), since.get('of a clock ahead')], [old, ahead])
  assert.ok(Math.abs((since.get('waits') ?? 0) - now) < 3600)
})
