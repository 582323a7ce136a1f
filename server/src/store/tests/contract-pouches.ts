/** What every store promises of pouches. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { PouchStore } from '../pouches.ts'

export function pouches(make: () => Promise<PouchStore>): void {
  it('keeps parts that wait, each once and by their place, until they are dropped', async () => {
    const store = await make()
    const relation = 'aaa~bbb/waits'
    const bytes = (value: number) => new Uint8Array(value).fill(value)
    await store.putAside(relation, { epoch: 1, start: 9, end: 12 }, bytes(3))
    await store.putAside(relation, { epoch: 1, start: 4, end: 9 }, bytes(5))
    await store.putAside(relation, { epoch: 1, start: 4, end: 6 }, bytes(2))
    await store.putAside(relation, { epoch: 2, start: 4, end: 9 }, bytes(6))
    await store.putAside('aaa~bbb/other', { epoch: 1, start: 1, end: 2 }, bytes(1))
    await store.putAside(relation, { epoch: 1, start: 9, end: 12 }, bytes(4))
    assert.deepEqual(await store.aside(relation), [
      { epoch: 1, start: 4, end: 6, bytes: 2 },
      { epoch: 1, start: 4, end: 9, bytes: 5 },
      { epoch: 2, start: 4, end: 9, bytes: 6 },
      { epoch: 1, start: 9, end: 12, bytes: 4 },
    ])
    assert.deepEqual(plain(await store.sealed(relation, { epoch: 1, start: 9, end: 12 })), bytes(4))
    assert.equal(await store.sealed(relation, { epoch: 1, start: 9, end: 13 }), null)
    await store.dropAside(relation, { epoch: 1, start: 4, end: 9 })
    await store.dropAside(relation, { epoch: 1, start: 4, end: 9 })
    assert.deepEqual(
      (await store.aside(relation)).map(({ epoch, start, end }) => [epoch, start, end]),
      [
        [1, 4, 6],
        [2, 4, 9],
        [1, 9, 12],
      ],
    )
    assert.equal((await store.aside('aaa~bbb/other')).length, 1)
  })

  it('keeps what was carried last, either way', async () => {
    const store = await make()
    const relation = 'aaa~bbb/carries'
    assert.deepEqual(await store.carried(relation), [])
    await store.putCarried(relation, { way: 'out', at: 1, start: 0, end: 2 })
    await store.putCarried(relation, { way: 'in', at: 2, start: 0, end: 1 })
    await store.putCarried(relation, { way: 'out', at: 3, start: 2, end: 2 })
    assert.deepEqual(
      (await store.carried(relation)).sort((a, b) => a.at - b.at),
      [
        { way: 'in', at: 2, start: 0, end: 1 },
        { way: 'out', at: 3, start: 2, end: 2 },
      ],
    )
  })
}

function plain(bytes: Uint8Array | null): Uint8Array {
  return new Uint8Array(bytes ?? [])
}
