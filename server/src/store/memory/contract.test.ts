import { damagedAt } from '../../uses/_damaged.ts'
import { memoryStorage } from '../storage.ts'
import { type Harness, storeContract } from '../tests/contract.ts'
import { nodeContract } from '../tests/contract-node.ts'
import { rowsContract } from '../tests/contract-rows.ts'
import { MemoryStore } from './memory-store.ts'

async function harness(): Promise<Harness> {
  const store = new MemoryStore()
  const found = new Set<string>()
  const seen = damagedAt(store, found)
  return {
    store: seen,
    async crash() {
      store.crash()
      return seen
    },
    breakCommit(how) {
      store.failNext(how === 'lost' ? 'before' : 'after', 'commit')
    },
    async damage(_relation, what, id) {
      found.add(`${what} ${id}`)
    },
    async loseHead(relation, log, size) {
      const { notes, version } = store.rows(relation)
      notes.drop(`${log} ${size}`, version)
    },
    close: () => store.close(),
  }
}

storeContract('the store in memory', harness)
rowsContract('rows of the store in memory', harness)
nodeContract('rows of a node in memory', async () => memoryStorage())
