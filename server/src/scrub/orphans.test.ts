import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OrphanPage } from '../store/as-stored.ts'
import type { Store } from '../store/store.ts'
import { checkOrphans } from './check-orphans.ts'

test('what no entry leads to is looked for page by page, with a rest after each, up to a bound and until it is given up', async () => {
  const pages: OrphanPage[] = ['a', 'b', 'c'].map((id) => ({ ids: [id, `${id}${id}`], last: id }))
  const end = { ids: [], last: null }
  const reader = {
    orphans: async (_table: string, after: string | null) =>
      pages[after === null ? 0 : pages.findIndex(({ last }) => last === after) + 1] ?? end,
  }
  const store = { read: (_: string, work: (one: unknown) => unknown) => work(reader) } as unknown as Store
  const look = async (most: number, stop = Number.POSITIVE_INFINITY) => {
    const given = new AbortController()
    const found: string[] = []
    let rests = 0
    const rest = async () => {
      rests += 1
      if (rests === stop) given.abort()
    }
    const ended = await checkOrphans(store, 'r', most, rest, given.signal, (one) => {
      if (one.what === 'orphan') found.push(`${one.table} ${one.id}`)
    })
    return { ended, rests, found: found.length }
  }
  assert.deepEqual(await look(99), { ended: true, rests: 6, found: 12 })
  assert.deepEqual(await look(3), { ended: true, rests: 4, found: 6 })
  assert.deepEqual(await look(99, 2), { ended: false, rests: 2, found: 4 })
})
