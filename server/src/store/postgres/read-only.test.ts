import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { refused } from '../_refused.ts'
import { type PostgresHarness, postgresHarness } from './_harness.ts'
import { openDatabase } from './database.ts'

let harness: PostgresHarness

before(async () => {
  harness = await postgresHarness()
})
after(() => harness.close())

async function told(how: string): Promise<void> {
  const client = new pg.Client(harness.server.connection)
  await client.connect()
  try {
    await client.query(`alter system ${how}`)
    await client.query('select pg_reload_conf()')
  } finally {
    await client.end()
  }
}

/** A server hears of a setting some time after it was told. */
async function until(check: () => Promise<void>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (
      await check().then(
        () => true,
        () => false,
      )
    )
      return
    await pause(50)
  }
  await check()
}

test('a database that takes no writes is refused at the start, and says so when it is told later', async () => {
  const { database, server } = harness
  await database.check()
  await told('set default_transaction_read_only = on')
  await until(() => assert.rejects(database.check(), refused('database-denied')))
  await assert.rejects(openDatabase({ connection: server.connection }), refused('database-denied'))
  await told('reset default_transaction_read_only')
  await until(() => database.check())
})
