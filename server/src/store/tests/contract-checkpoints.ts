/** What every store promises of signed heads, of the receipts over them, and of the marks that name them. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { refused } from '../_refused.ts'
import { append, OURS, THEIRS } from '../_sample.ts'
import type { Store } from '../store.ts'
import type { Harness } from './contract.ts'

interface Heads extends Pick<Harness, 'loseHead'> {
  store(): Store
  fresh(): Promise<string>
}

export function checkpoints({ store, fresh, loseHead }: Heads): void {
  it('keeps the first note and the first cosignature of a size for ever, byte for byte', async () => {
    const relation = await fresh()
    const note = 'origin\n4\nroot\n\n— name line\n'
    await store().locked(relation, async (writer) => {
      await writer.putCheckpoint({ side: THEIRS, size: 4, note, cosignature: null })
      await writer.putCheckpoint({ side: THEIRS, size: 4, note: 'second', cosignature: null })
    })
    await store().locked(relation, (writer) => writer.putCosignature(THEIRS, 4, '— đầu tiên 第一\n'))
    await store().locked(relation, (writer) => writer.putCosignature(THEIRS, 4, 'second'))
    await store().locked(relation, (writer) =>
      writer.putCheckpoint({ side: THEIRS, size: 4, note: 'third', cosignature: 'third' }),
    )
    const kept = { side: THEIRS, size: 4, note, cosignature: '— đầu tiên 第一\n' }
    await store().read(relation, async (reader) => {
      assert.deepEqual(await reader.lastCheckpoint(THEIRS, true), kept)
      assert.equal(await reader.lastCheckpoint(OURS), null)
    })
  })

  it('keeps what witnesses signed, and gives the newest of each or the oldest at a size', async () => {
    const relation = await fresh()
    const row = (witness: string, size: number, at: number) => ({
      witness,
      size,
      lines: `— ${witness} ${at}\n`,
      at,
    })
    await store().read(relation, async (reader) => {
      assert.deepEqual([await reader.witnessed(), await reader.witnessedFrom(0)], [[], []])
    })
    await store().locked(relation, async (writer) => {
      for (const one of [row('b', 4, 10), row('a', 4, 11), row('a', 4, 20), row('a', 9, 30)])
        await writer.putWitnessed(one)
      await writer.putWitnessed({ ...row('a', 9, 30), lines: 'second' })
    })
    await store().read(relation, async (reader) => {
      assert.deepEqual(await reader.witnessed(), [row('a', 9, 30), row('b', 4, 10)])
      assert.deepEqual(await reader.witnessedFrom(3), [row('a', 4, 11), row('b', 4, 10)])
      assert.deepEqual(await reader.witnessedFrom(5), [row('a', 9, 30)])
      assert.deepEqual(await reader.witnessedFrom(10), [])
    })
  })

  it('keeps what authorities stamped, byte for byte', async () => {
    const relation = await fresh()
    const row = (authority: string, size: number, at: number) => ({
      authority,
      size,
      time: at - 1,
      token: Uint8Array.of(0, size, at, 255),
      at,
    })
    await store().locked(relation, async (writer) => {
      for (const one of [row('b', 4, 10), row('a', 4, 11), row('a', 9, 30)]) await writer.putStamp(one)
      await writer.putStamp({ ...row('a', 9, 30), token: Uint8Array.of(1) })
    })
    await store().read(relation, async (reader) => {
      assert.deepEqual(await reader.stamped(), [row('a', 9, 30), row('b', 4, 10)])
      assert.deepEqual(await reader.stampFrom(0), row('b', 4, 10))
      assert.deepEqual(await reader.stampFrom(5), row('a', 9, 30))
      assert.equal(await reader.stampFrom(10), null)
    })
  })

  it('refuses a cosignature of no checkpoint', async () => {
    const relation = await fresh()
    const cosign = store().locked(relation, (writer) => writer.putCosignature(OURS, 4, 'lines'))
    await assert.rejects(cosign, refused('internal'))
  })

  it('finds checkpoints by size, those with a cosignature apart', async () => {
    const relation = await fresh()
    await store().locked(relation, async (writer) => {
      for (const size of [7, 2, 9, 4]) {
        await writer.putCheckpoint({ side: OURS, size, note: `note ${size}`, cosignature: null })
      }
      await writer.putCosignature(OURS, 4, 'lines 4')
      await writer.putCheckpoint({ side: THEIRS, size: 8, note: 'theirs', cosignature: null })
    })
    await store().read(relation, async (reader) => {
      const from = async (size: number, cosigned?: boolean) =>
        (await reader.checkpointFrom(OURS, size, cosigned))?.size ?? null
      assert.deepEqual(
        [await from(0), await from(2), await from(3), await from(8), await from(10)],
        [2, 2, 4, 9, null],
      )
      assert.deepEqual([await from(0, true), await from(4, true), await from(5, true)], [4, 4, null])
      assert.deepEqual(await reader.checkpointFrom(OURS, 3), {
        side: OURS,
        size: 4,
        note: 'note 4',
        cosignature: 'lines 4',
      })
      assert.equal((await reader.lastCheckpoint(OURS))?.size, 9)
      assert.equal((await reader.lastCheckpoint(OURS, true))?.size, 4)
    })
  })

  it('passes over a receipt whose head is gone, and puts back that head beside it', async () => {
    const relation = await fresh()
    const row = (size: number) => ({
      side: THEIRS,
      size,
      note: `origin\n${size}\n`,
      cosignature: `lines ${size}`,
    })
    await store().locked(relation, async (writer) => {
      for (const size of [2, 4, 6]) await writer.putCheckpoint(row(size))
    })
    const found = () =>
      store().read(relation, (reader) =>
        Promise.all([
          reader.checkpointFrom(THEIRS, 3, true),
          reader.checkpointFrom(THEIRS, 3),
          reader.lastCheckpoint(THEIRS, true),
          reader.lastCheckpoint(THEIRS),
        ]),
      )
    await loseHead(relation, 'theirs', 4)
    assert.deepEqual(await found(), [row(6), row(6), row(6), row(6)])
    await loseHead(relation, 'theirs', 6)
    assert.deepEqual(await found(), [null, null, row(2), row(2)])
    for (const size of [4, 6])
      await store().locked(relation, (writer) =>
        writer.mendCheckpoint({ ...row(size), cosignature: null }, 1),
      )
    assert.deepEqual(await found(), [row(4), row(4), row(6), row(6)])
  })

  it('finds the first mark over a head, whatever its author marks between heads', async () => {
    const relation = await fresh()
    const marked = [1, 2, 2, 2, 4, 4, 6].map((running) => ({ kind: 'mark' as const, running }))
    const { entries } = await store().locked(relation, async (writer) => {
      for (const size of [2, 3, 4, 7])
        await writer.putCheckpoint({ side: OURS, size, note: 'n', cosignature: null })
      await writer.putCheckpoint({ side: THEIRS, size: 1, note: 'n', cosignature: null })
      return append(writer, THEIRS, [...marked, { running: 7 }])
    })
    await store().read(relation, async (reader) => {
      const over = (from: number, to: number | null = null) => reader.markOver(THEIRS, from, to)
      const found = await Promise.all([0, 2, 3, 4, 5, 8].map((from) => over(from)))
      assert.deepEqual(found, [entries[1], entries[1], entries[4], entries[4], null, null])
      assert.deepEqual(await Promise.all([over(3, 3), over(3, 4)]), [null, entries[4]])
      assert.equal(await reader.markOver(OURS, 0, null), null)
      const any = await Promise.all([0, 2, 5, 7].map((from) => reader.markFrom(THEIRS, from)))
      assert.deepEqual(any, [entries[0], entries[1], entries[6], null])
      const next = await Promise.all([1, 2, 3].map((index) => reader.markFrom(THEIRS, 2, index)))
      assert.deepEqual(next, [entries[2], entries[3], entries[4]])
      const behind = await Promise.all([1, 2, 3].map((index) => reader.markOver(THEIRS, 2, null, index)))
      assert.deepEqual(behind, [entries[2], entries[3], entries[4]])
    })
  })

  it('looks for no mark that is lowered, and says of each entry whether it is one', async () => {
    const relation = await fresh()
    const lowered = { kind: 'mark', lowered: true } as const
    const { entries } = await store().locked(relation, async (writer) => {
      for (const size of [2, 4])
        await writer.putCheckpoint({ side: OURS, size, note: 'n', cosignature: null })
      const marks = [
        { running: 2, ...lowered },
        lowered,
        { kind: 'mark' as const },
        { running: 4, ...lowered },
      ]
      return append(writer, THEIRS, marks)
    })
    await store().read(relation, async (reader) => {
      assert.deepEqual(await reader.storedEntries(THEIRS, 0, 9), entries)
      const found = [reader.markOver(THEIRS, 1, null), reader.markFrom(THEIRS, 1)]
      assert.deepEqual(await Promise.all(found), [entries[2], entries[2]])
      const none = [reader.markOver(THEIRS, 2, null, 2), reader.markFrom(THEIRS, 3)]
      assert.deepEqual(await Promise.all(none), [null, null])
    })
  })
}
