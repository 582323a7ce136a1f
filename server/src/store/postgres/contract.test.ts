import { after } from 'node:test'
import { type Harness, storeContract } from '../contract.ts'
import { nodeContract } from '../contract-node.ts'
import { rowsContract } from '../contract-rows.ts'
import { KEYS, type PostgresHarness, postgresHarness } from './_harness.ts'
import { PostgresAccessLog } from './access.ts'
import { PostgresAccounts } from './accounts.ts'
import { PostgresDrafts } from './drafts.ts'
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
