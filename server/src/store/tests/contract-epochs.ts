/** What every store promises of a log that ends, goes on after all, and is followed by the next. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { append, THEIRS } from '../_sample.ts'
import type { Context } from './contract.ts'

export function epochs({ store, fresh }: Pick<Context, 'store' | 'fresh'>): void {
  it('takes nothing into a log that was ended, until it goes on or the next begins', async () => {
    const relation = await fresh()
    const locked = store().locked.bind(store(), relation)
    const head = () => store().read(relation, async (reader) => (await reader.heads()).theirs)
    const more = () => locked((writer) => append(writer, THEIRS, [{}, {}]))
    await more()
    await locked((writer) => writer.closeEpoch(THEIRS, 7))
    const ended = await head()
    assert.deepEqual([ended.size, ended.closed, ended.stated], [2, true, 7])
    await assert.rejects(more(), { code: 'internal' })
    await locked(async (writer) => {
      await writer.reopenEpoch(THEIRS)
      await append(writer, THEIRS, [{}])
    })
    // When it was ended last is known all the same.
    const gone = await head()
    assert.deepEqual([gone.size, gone.closed, gone.stated], [3, false, 7])
    await more()
    await locked((writer) => writer.closeEpoch(THEIRS, 9))
    await locked((writer) => writer.beginEpoch({ side: THEIRS, number: 2, base: 5, keys: ['one', 'two'] }))
    await more()
    const begun = await head()
    assert.deepEqual([begun.size, begun.epoch, begun.base, begun.closed, begun.stated], [7, 2, 5, false, 0])
    const ours = await store().read(relation, async (reader) => (await reader.heads()).ours)
    assert.deepEqual([ours.size, ours.epoch, ours.closed], [0, 1, false])
  })

  it('ends no log in a transaction that fails', async () => {
    const relation = await fresh()
    const failed = store().locked(relation, async (writer) => {
      await writer.closeEpoch(THEIRS, 7)
      throw new Error('something else')
    })
    await assert.rejects(failed, { message: 'something else' })
    const { theirs } = await store().read(relation, (reader) => reader.heads())
    assert.deepEqual([theirs.closed, theirs.stated], [false, 0])
  })
}
