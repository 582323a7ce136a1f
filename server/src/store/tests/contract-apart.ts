/** What every store promises of what came of a log after its end. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { hash, OURS, THEIRS } from '../_sample.ts'
import type { Context } from './contract.ts'

export function apart({ store, fresh }: Pick<Context, 'store' | 'fresh'>): void {
  it('weighs what came of logs that ended, with its parts, and of each side by itself', async () => {
    const relation = await fresh()
    const bytes = new Uint8Array(40)
    const row = { side: THEIRS, epoch: 1, index: 4, bytes, note: 'n'.repeat(60), frontier: [], at: 1 }
    const body = { name: 'kept', salt: new Uint8Array(32), bytes: new Uint8Array(500) }
    await store().locked(relation, (writer) =>
      writer.putApart(
        [
          { ...row, leaf: hash('one') },
          { ...row, leaf: hash('two'), index: 5 },
        ],
        [
          { ...body, leaf: hash('one') },
          { ...body, leaf: hash('one'), name: 'names' },
        ],
      ),
    )
    const weigh = (side: string) => store().read(relation, (reader) => reader.apartWeight(side))
    const weight = { entries: 2, bytes: 200 + 2 * 532 }
    assert.deepEqual(await weigh(THEIRS), weight)
    assert.deepEqual(await weigh(OURS), { entries: 0, bytes: 0 })
    // What is there already, and what was destroyed since, changes nothing of it.
    await store().locked(relation, async (writer) => {
      await writer.putApart([{ ...row, leaf: hash('two'), index: 5 }], [])
      await writer.destroyParts([{ leaf: hash('one'), name: 'names' }])
    })
    assert.deepEqual(await weigh(THEIRS), weight)
    await store().locked(relation, (writer) =>
      writer.putApart([{ ...row, leaf: hash('three'), index: 6 }], []),
    )
    assert.deepEqual(await weigh(THEIRS), { entries: 3, bytes: weight.bytes + 100 })
  })

  it('gives of what came of logs that ended what is asked for, by side, log and index', async () => {
    const relation = await fresh()
    const row = (side: string, epoch: number, index: number) => ({
      side,
      epoch,
      index,
      leaf: hash(`${side} ${epoch} ${index}`),
      bytes: new Uint8Array(10 * index),
      note: 'n'.repeat(60),
      frontier: [new Uint8Array(32).fill(index), new Uint8Array(32).fill(epoch)],
      at: 1000 - index,
    })
    const rows = [row(THEIRS, 1, 4), row(THEIRS, 1, 5), row(THEIRS, 2, 3), row(THEIRS, 2, 4), row(OURS, 1, 9)]
    const [first, second, third, fourth, own] = rows
    await store().locked(relation, (writer) => writer.putApart(rows.toReversed(), []))
    await store().read(relation, async (reader) => {
      const from = (epoch: number, index: number, entries = 9, bytes = 1e6) =>
        reader.apart(THEIRS, { epoch, index }, { entries, bytes })
      assert.deepEqual(await from(0, 0), [first, second, third, fourth])
      assert.deepEqual(await from(1, 5), [second, third, fourth])
      assert.deepEqual(await from(1, 6, 1), [third])
      assert.deepEqual(await from(1, 4, 9, 1), [first])
      assert.deepEqual(await from(1, 4, 9, 210), [first, second])
      assert.deepEqual(await from(2, 5), [])
      assert.deepEqual(await reader.apartIndexes(THEIRS, 1, 5, 9), [5])
      assert.deepEqual(await reader.apartIndexes(THEIRS, 2, 0, 4), [3])
      assert.deepEqual(
        [await reader.apartEnd(THEIRS, 1), await reader.apartEnd(OURS, 1), await reader.apartEnd(OURS, 2)],
        [6, 10, null],
      )
      assert.deepEqual(await reader.apartFrontier(THEIRS, { epoch: 2, index: 3 }), third?.frontier)
      assert.equal(await reader.apartFrontier(OURS, { epoch: 2, index: 3 }), null)
      assert.deepEqual(await reader.apartSince(THEIRS, 996), [first, third, fourth])
      assert.deepEqual(await reader.apartSince(OURS, 991), [own])
      assert.deepEqual(await reader.apartSince(OURS, 992), [])
      assert.deepEqual(await reader.apartByLeaf(own?.leaf ?? ''), own)
      assert.deepEqual(await reader.apartByLeaf(third?.leaf ?? ''), third)
      assert.equal(await reader.apartByLeaf(hash('none')), null)
    })
    // Where a log that ended has a copy of what came before, that was known from then on.
    const copy = { ...row(THEIRS, 2, 5), leaf: third?.leaf ?? '', at: 2000 }
    await store().locked(relation, async (writer) => {
      await writer.putApart([copy], [])
      assert.deepEqual(await writer.apartByLeaf(copy.leaf), third)
    })
  })

  it('knows the newest questions for the end of a log, of that log alone', async () => {
    const relation = await fresh()
    const nonce = (of: number) => new Uint8Array(16).fill(of)
    const put = (epoch: number, of: number, time: number) =>
      store().locked(relation, (writer) => writer.putClosingTime({ epoch, nonce: nonce(of), time }, 2))
    const known = (epoch: number) =>
      store().read(relation, (reader) =>
        Promise.all([1, 2, 3].map((of) => reader.closingTime(epoch, nonce(of)))),
      )
    await put(1, 1, 10)
    await put(1, 2, 11)
    await put(1, 2, 99)
    assert.deepEqual(await known(1), [10, 11, null])
    await put(1, 3, 12)
    assert.deepEqual(await known(1), [null, 11, 12])
    await put(2, 1, 13)
    assert.deepEqual(
      [await known(1), await known(2)],
      [
        [null, null, null],
        [13, null, null],
      ],
    )
  })
}
