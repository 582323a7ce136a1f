/** What every store promises of what is destroyed and what will be. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { append, deletion, hash, OURS, THEIRS } from '../_sample.ts'
import type { Store } from '../store.ts'

export function retention({ store, fresh }: { store(): Store; fresh(): Promise<string> }): void {
  const parts = {
    names: Uint8Array.of(1, 2),
    kept: new Uint8Array(),
    article: new Uint8Array(70_000).fill(7),
  }

  it('keeps what either log says was destroyed, and knows what is here all the same', async () => {
    const relation = await fresh()
    const { entries } = await store().locked(relation, (writer) => append(writer, OURS, [{ parts }]))
    const leaf = entries[0]?.leaf ?? ''
    const [ours, theirs] = [deletion(OURS, leaf, 50), { ...deletion(THEIRS, leaf, 60), name: 'article' }]
    const early = { ...deletion(OURS, leaf, 40), name: 'early', why: 'undelivered' as const }
    const apart = deletion(OURS, hash('in no log'), 30)
    await store().locked(relation, async (writer) => {
      await writer.putDeletions([ours, theirs, early, apart])
      await writer.putDeletions([{ ...ours, time: 99 }])
      await writer.putDeletions([])
    })
    await store().read(relation, async (reader) => {
      const found = (await reader.deletions([leaf, hash('none')])).get(leaf) ?? []
      assert.deepEqual(
        found.sort((a, b) => a.time - b.time),
        [early, ours, theirs],
      )
      assert.deepEqual([await reader.lastDeletion(OURS), await reader.lastDeletion(THEIRS)], [50, 60])
      assert.deepEqual(
        await reader.oneSided(51, 9),
        [ours],
        'the other side was never given what was not sent, and owes nothing of what is in no log',
      )
      assert.deepEqual(await reader.oneSided(50, 9), [])
      assert.deepEqual(await reader.undestroyed(OURS, null, 9), [{ leaf, name: 'names' }])
      assert.deepEqual(await reader.undestroyed(THEIRS, null, 9), [{ leaf, name: 'article' }])
    })
    await store().locked(relation, async (writer) => {
      await writer.putDeletions([{ ...ours, side: THEIRS }])
      const [first] = await writer.undestroyed(THEIRS, null, 1)
      const [second, ...more] = await writer.undestroyed(THEIRS, first ?? null, 9)
      assert.deepEqual([[first?.name, second?.name].sort(), more], [['article', 'names'], []])
      assert.deepEqual(await writer.undestroyed(THEIRS, second ?? null, 9), [])
      await writer.destroyParts([{ leaf, name: 'names' }])
    })
    await store().read(relation, async (reader) => {
      assert.deepEqual(await reader.undestroyed(OURS, null, 9), [])
      assert.deepEqual(await reader.oneSided(99, 9), [])
    })
  })

  it('gives the dossiers that have to be looked at, the earliest first, until they are looked at', async () => {
    const relation = await fresh()
    const [a, b, c] = [hash('a'), hash('b'), hash('c')]
    await store().locked(relation, async (writer) => {
      for (const [id, at] of [
        [a, 30],
        [b, 10],
        [c, 20],
        [c, 5],
      ] as const)
        await writer.putFalling(id, { at, recalled: null })
      assert.deepEqual(
        (await writer.falling(30, 9)).map(({ dossier }) => dossier),
        [c, b, a],
      )
    })
    await store().locked(relation, (writer) => writer.putFalling(b, null))
    await store().read(relation, async (reader) => {
      assert.deepEqual(await reader.falling(29, 9), [{ dossier: c, at: 5 }])
      assert.deepEqual(await reader.falling(30, 9), [
        { dossier: c, at: 5 },
        { dossier: a, at: 30 },
      ])
      assert.equal((await reader.falling(30, 1)).length, 1)
    })
  })

  it('RETENTION-4 gives those in which something that was recalled falls, whatever else is not to be looked at', async () => {
    const relation = await fresh()
    const [a, b, c] = [hash('a'), hash('b'), hash('c')]
    await store().locked(relation, async (writer) => {
      await writer.putFalling(a, { at: 30, recalled: null })
      await writer.putFalling(b, { at: 20, recalled: 40 })
      await writer.putFalling(c, { at: 10, recalled: 10 })
      assert.deepEqual(await writer.falling(0, 9, 40), [
        { dossier: c, at: 10 },
        { dossier: b, at: 20 },
      ])
    })
    await store().read(relation, async (reader) => {
      assert.deepEqual(await reader.falling(0, 9, 39), [{ dossier: c, at: 10 }])
      assert.deepEqual(
        (await reader.falling(30, 9, 40)).map(({ dossier }) => dossier),
        [c, b, a],
      )
      assert.equal((await reader.falling(30, 2, 40)).length, 2)
    })
    await store().locked(relation, (writer) => writer.putFalling(c, { at: 10, recalled: null }))
    await store().read(relation, async (reader) => assert.deepEqual(await reader.falling(0, 9, 10), []))
  })
}
