/** Empty stores on one real PostgreSQL: each in a relation of its own, whatever the node calls it. */
import { postgresHarness } from '../../server/src/store/postgres/_harness.ts'
import type { Store } from '../../server/src/store/store.ts'
import type { StoreOf } from './_run-nodes.ts'

export interface OnPostgres extends AsyncDisposable {
  storeOf: StoreOf
}

export async function onPostgres(): Promise<OnPostgres> {
  const { store, close } = await postgresHarness()
  let made = 0
  return {
    storeOf: (party) => {
      made += 1
      return renamed(store, `-${party}-${made}`)
    },
    [Symbol.asyncDispose]: close,
  }
}

function renamed(store: Store, suffix: string): Store {
  return {
    open: (relation, ours, theirs) => store.open(relation + suffix, ours, theirs),
    read: (relation, work) => store.read(relation + suffix, work),
    locked: (relation, work) => store.locked(relation + suffix, work),
    close: async () => undefined,
  }
}
