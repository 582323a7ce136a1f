import { memoryStorage } from '../storage.ts'
import { type Harness, storeContract } from '../tests/contract.ts'
import { nodeContract } from '../tests/contract-node.ts'
import { rowsContract } from '../tests/contract-rows.ts'
import { MemoryStore } from './memory-store.ts'

async function harness(): Promise<Harness> {
  const store = new MemoryStore()
  return {
    store,
    async crash() {
      store.crash()
      return store
    },
    breakCommit(how) {
      store.failNext(how === 'lost' ? 'before' : 'after', 'commit')
    },
    close: () => store.close(),
  }
}

storeContract('the store in memory', harness)
rowsContract('rows of the store in memory', harness)
nodeContract('rows of a node in memory', async () => memoryStorage())
