import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NodeError } from '../../errors.ts'
import { refused } from '../_refused.ts'
import { append, OURS, THEIRS } from '../_sample.ts'
import { MemoryStore, type MemoryStoreOptions, type StoreMethod } from './memory-store.ts'

const RELATION = 'aaa~bbb/memory'

async function opened(options: MemoryStoreOptions = {}): Promise<MemoryStore> {
  const store = new MemoryStore(options)
  await store.open(RELATION, OURS, THEIRS)
  return store
}

function size(store: MemoryStore): Promise<number> {
  return store.read(RELATION, async (reader) => (await reader.heads()).ours.size)
}

function one(store: MemoryStore): Promise<unknown> {
  return store.locked(RELATION, (writer) => append(writer, OURS, [{}]))
}

describe('the store in memory, told to fail', () => {
  for (const when of ['before', 'after'] as const) {
    it(`fails ${when} a method once, and undoes the rest`, async () => {
      const store = await opened()
      for (const method of ['heads', 'append'] as const) {
        store.failNext(when, method)
        await assert.rejects(one(store), refused('database-unreachable'))
        assert.equal(await size(store), 0)
      }
      await one(store)
      assert.equal(await size(store), 1)
    })
  }

  it('fails a commit that did not take place, and one that did', async () => {
    const store = await opened()
    store.failNext('before', 'commit')
    await assert.rejects(one(store), (error: unknown) => error instanceof NodeError && !error.unknown)
    assert.equal(await size(store), 0)
    store.failNext('after', 'commit')
    await assert.rejects(one(store), (error: unknown) => error instanceof NodeError && error.unknown)
    assert.equal(await size(store), 1)
  })

  it('lets a test look on and throw at every call', async () => {
    const calls: string[] = []
    let deadly: StoreMethod | null = null
    const store = await opened({
      onCall(method, when) {
        calls.push(`${when} ${method}`)
        if (when === 'before' && method === deadly) throw new Error('killed here')
      },
    })
    await one(store)
    const expected = ['heads', 'append', 'commit'].flatMap((method) => [
      `before ${method}`,
      `after ${method}`,
    ])
    assert.deepEqual(calls, expected)
    deadly = 'commit'
    await assert.rejects(one(store), /killed here/)
    deadly = null
    assert.equal(await size(store), 1)
  })
})

describe('the store in memory, crashing', () => {
  for (const inFlight of ['lost', 'kept'] as const) {
    it(`has a commit on its way to disk ${inFlight}`, async () => {
      const reached = Promise.withResolvers<void>()
      const synced = Promise.withResolvers<void>()
      const store = await opened({
        sync() {
          reached.resolve()
          return synced.promise
        },
      })
      const write = one(store)
      await reached.promise
      store.crash(inFlight)
      synced.resolve()
      await assert.rejects(write, (error: unknown) => error instanceof NodeError && error.unknown)
      assert.equal(await size(store), inFlight === 'lost' ? 0 : 1)
    })
  }

  it('lets nobody who was there before go on', async () => {
    const store = await opened()
    const reading = store.read(RELATION, async (reader) => {
      store.crash()
      await reader.heads()
    })
    await assert.rejects(reading, refused('database-unreachable'))
    let waited = false
    const first = store.locked(RELATION, async (writer) => {
      await append(writer, OURS, [{}])
      store.crash()
    })
    const second = store.locked(RELATION, async () => {
      waited = true
    })
    await assert.rejects(first, NodeError)
    await assert.rejects(second, NodeError)
    assert.equal(waited, false)
    await one(store)
    assert.equal(await size(store), 1)
  })

  it('forgets versions nobody reads any more, and none that somebody does', async () => {
    const store = await opened()
    await store.read(RELATION, async (old) => {
      for (let i = 0; i < 5; i++) await one(store)
      assert.equal((await old.heads()).ours.size, 0)
    })
    assert.equal(await size(store), 5)
  })
})
