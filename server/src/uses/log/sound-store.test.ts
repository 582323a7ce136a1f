import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EntryRow, Reader } from '../../store/store.ts'
import { damaged } from '../_damaged.ts'
import { act, agree, ask, RELATION, talk } from '../_talk.ts'
import { newSide } from '../_world.ts'
import { soundStore } from './sound-store.ts'

async function talked() {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  const asked = await ask(a)
  await talk(a, b)
  await act(b, asked.dossier, 'answer', { on: asked.leaf, fields: { outcome: 'yes' } })
  await talk(a, b)
  return { b, asked }
}

const all = { entries: 1000, bytes: 1e9 }

test('LOG what is stored beside a header is compared with it wherever an entry is read', async () => {
  const { b, asked } = await talked()
  const opening = await b.store.read(RELATION, (reader) => reader.entryByLeaf(asked.leaf))
  assert.ok(opening)
  const other = 'cd'.repeat(32)
  const flips: Partial<EntryRow>[] = [
    { kind: 'act' },
    { kind: 'malformed' },
    { time: opening.time - 1 },
    { running: opening.running + 1 },
    { running: opening.running - 1 },
    { dossier: other },
    { dossier: null },
    { lowered: true },
  ]
  const ways: ((reader: Reader) => Promise<unknown>)[] = [
    (reader) => reader.entries('aaa', 0, all),
    (reader) => reader.tail('aaa', null, 50),
    (reader) => reader.entryByLeaf(asked.leaf),
    (reader) => reader.dossierEntries(asked.dossier),
    (reader) => reader.lastReceived([asked.dossier]),
  ]
  for (const way of ways) await b.node.store.read(RELATION, way)
  for (const flip of flips) {
    const flipped = <T extends EntryRow | null>(row: T): T =>
      row?.leaf === asked.leaf ? { ...row, ...flip } : row
    const store = damaged(b.store, (writer) => ({
      entries: async (...asked) => (await writer.entries(...asked)).map(flipped),
      tail: async (...asked) => (await writer.tail(...asked)).map(flipped),
      entryByLeaf: async (...asked) => flipped(await writer.entryByLeaf(...asked)),
      dossierEntries: async (...asked) => (await writer.dossierEntries(...asked)).map(flipped),
      lastReceived: async (...asked) =>
        new Map(
          [...(await writer.lastReceived(...asked))].map(([id, { entry, since }]) => [
            id,
            { entry: flipped(entry), since },
          ]),
        ),
    }))
    for (const way of ways) {
      const read = soundStore(store, b.node).read(RELATION, way)
      await assert.rejects(read, { code: 'entry-damaged' }, `${JSON.stringify(flip)} ${way}`)
    }
  }
})

test('LOG what settles an entry is read with the entry that settles it', async () => {
  const { b, asked } = await talked()
  const place = await b.store.read(RELATION, (reader) => reader.entryByLeaf(asked.leaf))
  const settled = (store: typeof b.node.store) =>
    store.read(RELATION, async (reader) => {
      const { index } = place ?? assert.fail()
      return (await reader.settlers('bbb', [index])).get(index)
    })
  const found = await settled(b.node.store)
  assert.ok(found)
  for (const wrong of [
    { ...found, time: found.time + 1 },
    { ...found, index: found.index + 1 },
  ]) {
    const store = damaged(b.store, () => ({ settlers: async () => new Map([[place?.index ?? 0, wrong]]) }))
    await assert.rejects(settled(soundStore(store, b.node)), { code: 'entry-damaged' })
  }
})

test('LOG of many that one entry is said to settle none may have been settled before it', async () => {
  const { b } = await talked()
  const entries = await b.store.read(RELATION, (reader) => reader.entries('bbb', 0, all))
  const seen = entries.findLastIndex(({ running }, at) => at > 0 && (entries[at - 1]?.running ?? 0) < running)
  const [before, last] = [entries[seen - 1], entries[seen]]
  assert.ok(before && last && before.running > 0)
  const [early, late] = [before.running - 1, before.running]
  const settled = { index: last.index, time: last.time }
  const said = (...guests: number[]) => {
    const claimed = new Map(guests.map((guest) => [guest, settled]))
    const store = damaged(b.store, () => ({ settlers: async () => claimed }))
    return soundStore(store, b.node).read(RELATION, (reader) => reader.settlers('bbb', guests))
  }
  assert.equal((await said(late)).get(late), settled)
  for (const guests of [[early], [early, late], [late, early]])
    await assert.rejects(said(...guests), { code: 'entry-damaged' }, `${guests}`)
})

for (const column of ['running', 'time'] as const)
  test(`LOG a head whose ${column} was damaged is carried on by nobody`, async () => {
    const { b } = await talked()
    const sound = b.node.store
    b.node.store = damaged(sound, (writer) => ({
      heads: async () => {
        const heads = await writer.heads()
        return { ...heads, ours: { ...heads.ours, [column]: heads.ours[column] + 64 } }
      },
    }))
    await assert.rejects(ask(b), { code: 'entry-damaged' })
    b.node.store = sound
    await ask(b)
  })
