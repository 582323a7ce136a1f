import assert from 'node:assert/strict'
import { after, it } from 'node:test'
import { append, OURS, THEIRS } from '../_sample.ts'
import { type Harness, storeContract } from '../tests/contract.ts'
import { nodeContract } from '../tests/contract-node.ts'
import { rowsContract } from '../tests/contract-rows.ts'
import { KEYS, type PostgresHarness, postgresHarness } from './_harness.ts'
import { PostgresAccessLog } from './access.ts'
import { PostgresAccounts } from './accounts.ts'
import { PostgresDrafts } from './drafts.ts'
import { PostgresStore } from './postgres-store.ts'
import { PostgresPouches } from './pouches.ts'

let made: Promise<PostgresHarness> | null = null

/** One server for the whole file. */
function server(): Promise<PostgresHarness> {
  made ??= postgresHarness()
  return made
}

after(async () => (await made)?.close())

async function harness(): Promise<Harness> {
  const whole = await server()
  return {
    get store() {
      return whole.store
    },
    crash: () => whole.crash(),
    breakCommit: (how) => whole.breakCommit(how),
    damage: (...place) => whole.damage(...place),
    loseHead: (...head) => whole.loseHead(...head),
    close: async () => undefined,
  }
}

storeContract('the store on PostgreSQL', harness)
rowsContract('rows of the store on PostgreSQL', harness)
nodeContract('rows of a node on PostgreSQL', async () => {
  const { tables } = (await server()).database
  return {
    accounts: new PostgresAccounts(tables),
    drafts: new PostgresDrafts(tables, KEYS),
    access: new PostgresAccessLog(tables),
    pouches: new PostgresPouches(tables),
  }
})

it('begins again where another process has moved the heads, and not where nobody has', async () => {
  const { pools } = (await server()).database
  const [here, there] = [new PostgresStore(pools, KEYS), new PostgresStore(pools, KEYS)]
  const begun: number[] = []
  const write = (store: PostgresStore, fails = false) =>
    store.locked('aaa~bbb/moved', async (writer) => {
      begun.push((await writer.heads()).ours.size)
      // As the other store does with what it believes of a log that went on.
      if (fails && begun.at(-1) === 5) throw new Error('looked at what is not so')
      await append(writer, OURS, [{}])
    })
  for (const store of [here, there]) await store.open('aaa~bbb/moved', OURS, THEIRS)
  for (const store of [here, here, there, here, there]) await write(store)
  await write(here)
  await write(there, true)
  assert.deepEqual(begun, [0, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6])
  await here.locked('aaa~bbb/moved', async (writer) => {
    assert.deepEqual(
      (await writer.tail(OURS, null, 9)).map(({ index }) => index),
      [6, 5, 4, 3, 2, 1, 0],
    )
  })
})
