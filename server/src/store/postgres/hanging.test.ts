import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { test } from 'node:test'
import { refused } from '../_refused.ts'
import { temporaryFolder } from '../_temporary.ts'
import { startEmbedded } from '../embedded/embedded-postgres.ts'
import { Cut } from './_cut.ts'
import { openDatabase } from './database.ts'

test('a connection in which nothing is answered is given up, and the next question has another', async () => {
  const directory = await temporaryFolder()
  const server = await startEmbedded({ directory })
  const cut = await Cut.before(server.connection.host)
  const database = await openDatabase({ connection: { ...server.connection, host: cut.folder } })
  const { general } = database.pools
  cut.hang()
  assert.equal(general.idleCount, 1)
  await assert.rejects(database.check(100), refused('database-unreachable'))
  await database.check(20_000)
  assert.equal(general.totalCount, 1, 'the one that hangs is not lent again')
  await database.close()
  await cut.close()
  await server.stop()
  await rm(directory, { recursive: true, force: true })
})
