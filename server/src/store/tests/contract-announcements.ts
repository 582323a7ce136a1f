/** What every store promises of entries that were shown before their turn. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { hash } from '../_sample.ts'
import type { Context } from './contract.ts'

export function announcements({ store, fresh }: Pick<Context, 'store' | 'fresh'>): void {
  it('keeps what was announced, byte for byte, until its turn has come', async () => {
    const relation = await fresh()
    const row = (index: number) => ({
      leaf: hash(`announced ${index}`),
      index,
      size: index + 1,
      at: 10 + index,
      bytes: Uint8Array.of(0, index, 255),
    })
    await store().locked(relation, async (writer) => {
      for (const index of [9, 4, 7]) await writer.putAnnounced(row(index))
      await writer.putAnnounced({ ...row(7), bytes: Uint8Array.of(1) })
    })
    assert.deepEqual(await store().read(relation, (reader) => reader.announcements()), [
      row(4),
      row(7),
      row(9),
    ])
    await store().locked(relation, (writer) => writer.dropAnnounced(7, 13))
    assert.deepEqual(await store().read(relation, (reader) => reader.announcements()), [row(7), row(9)])
    await store().locked(relation, (writer) => writer.dropAnnounced(10, 13, [row(7).leaf, row(9).leaf]))
    assert.deepEqual(await store().read(relation, (reader) => reader.announcements()), [row(7), row(9)])
    await store().locked(relation, (writer) => writer.dropAnnounced(10, 17, [row(7).leaf, row(9).leaf]))
    assert.deepEqual(await store().read(relation, (reader) => reader.announcements()), [row(9)])
  })
}
