/** What goes wrong under a node: a call that fails, one that fails and was kept, a process that ends, a full disk. */
import { NodeError } from '../../../server/src/errors.ts'
import type { MemoryStoreOptions, StoreMethod } from '../../../server/src/store/memory/memory-store.ts'

export type StoreFault =
  /** One of the next calls fails, before or after its work; whatever is not committed is undone. */
  | { kind: 'fails'; in: number; when: 'before' | 'after' }
  /** The next commit is on disk and the node is not told. */
  | { kind: 'fails-kept' }
  /** The process ends at one of the next calls. */
  | { kind: 'dies'; in: number }
  /** The process ends while a commit is on its way to disk, which it reaches or not. */
  | { kind: 'dies-syncing'; how: 'lost' | 'kept' }

export interface StoreFaults {
  options: MemoryStoreOptions
  planned: StoreFault | null
  isFull: boolean
  /** How often each has happened. */
  happened: Map<string, number>
}

const WRITES = /^(append|put|add|reset|destroy|commit)/

/** `die`: ends the process that the store is in. */
export function newStoreFaults(die: (how: 'lost' | 'kept') => void): StoreFaults {
  const faults: StoreFaults = {
    options: { onCall, sync },
    planned: null,
    isFull: false,
    happened: new Map(),
  }
  return faults

  function happens(name: string): void {
    faults.planned = null
    faults.happened.set(name, (faults.happened.get(name) ?? 0) + 1)
  }

  function onCall(method: StoreMethod, when: 'before' | 'after'): void {
    const { planned } = faults
    if (faults.isFull && when === 'before' && WRITES.test(method)) {
      faults.happened.set('write on a full disk', (faults.happened.get('write on a full disk') ?? 0) + 1)
      throw new NodeError({ code: 'disk-full', message: 'told that the disk is full' })
    }
    if (planned?.kind === 'fails-kept' && method === 'commit' && when === 'after') {
      happens('store fails, but persisted')
      throw new NodeError({ code: 'database-unreachable', message: 'told to fail after the commit' })
    }
    if (planned?.kind !== 'fails' && planned?.kind !== 'dies') return
    planned.in -= 1
    if (planned.in > 0) return
    if (planned.kind === 'dies') {
      happens('killed in the middle of a store call')
      die('lost')
    } else if (planned.when === when && !(method === 'commit' && when === 'after')) {
      happens('store fails')
      throw new NodeError({ code: 'database-unreachable', message: `told to fail ${when} ${method}` })
    }
  }

  async function sync(): Promise<void> {
    const { planned } = faults
    if (planned?.kind !== 'dies-syncing') return
    happens(planned.how === 'kept' ? 'killed, commit kept' : 'killed, commit lost')
    die(planned.how)
  }
}
