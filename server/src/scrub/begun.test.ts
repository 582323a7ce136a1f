/** Where the logs of a side begin, and their keys, damaged and put back as the entries say that began them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EpochRow } from '../store/store.ts'
import { beginning } from '../uses/_beginning.ts'
import { damaged } from '../uses/_damaged.ts'
import { agree, ask, headsOf, RELATION, say, talk } from '../uses/_talk.ts'
import { channelTo, newSide, type Side } from '../uses/_world.ts'
import { receive } from '../uses/receive/receive.ts'
import { confirmStart } from '../uses/restore/statement.ts'
import { rowsOf } from './_sample.ts'
import { passOver, scrubOf } from './_scrubbed.ts'

const epochs = (side: Side) => side.store.read(RELATION, (reader) => reader.epochs())

/** `b` has begun its log anew. */
async function two(): Promise<[Side, Side]> {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  await b.store.locked(RELATION, (writer) => writer.putIncident(b.time.now, 'restored', { ours: 0 }))
  await b.restart()
  await assert.rejects(say(b, channelTo(a, RELATION)), { code: 'held-start' })
  await confirmStart(b.node, b.relation(RELATION), ['one', 'two'], 'the notebook of the watch (invented)')
  await talk(a, b)
  return [a, b]
}

async function changed(
  side: Side,
  number: number,
  change: (row: EpochRow) => Partial<EpochRow>,
): Promise<void> {
  const { epochs: stored, version } = rowsOf(side)
  const [key, row] =
    [...stored.values(version)].find(([, one]) => one.side === 'bbb' && one.number === number) ??
    assert.fail()
  stored.set(key, { ...row, ...change(row) }, version)
}

async function lost(side: Side, number: number): Promise<void> {
  const { epochs: stored, version } = rowsOf(side)
  for (const [key, one] of [...stored.values(version)])
    if (one.side === 'bbb' && one.number === number) stored.drop(key, version)
}

const flip = (text: string, at: number) =>
  `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`

test('EPOCH-6 a damaged beginning of a log is put back as the entry says that began it, on either side', async () => {
  const [a, b] = await two()
  const before = await epochs(a)
  assert.deepEqual(await epochs(b), before)
  const changes: ((row: EpochRow) => Partial<EpochRow>)[] = [
    ({ base }) => ({ base: base - 1 }),
    ({ base }) => ({ base: base + 4096 }),
    ({ keys: [one, other] }) => ({ keys: [flip(one, one.length - 9), other] }),
    ({ keys: [one, other] }) => ({ keys: [one, flip(other, 3)] }),
  ]
  for (const side of [a, b])
    for (const change of changes) {
      await changed(side, 2, change)
      assert.notDeepEqual(await epochs(side), before)
      await passOver(side)
      assert.deepEqual(await epochs(side), before)
      assert.deepEqual(await scrubOf(side).open(), [])
    }
  await a.restart()
  await b.restart()
  await talk(a, b)
  await ask(b, 'afterwards')
  await talk(a, b)
  assert.equal((await headsOf(a)).theirs.epoch, 2)
})

test('EPOCH-6 a beginning that was damaged while its node was stopped is put back before anything is counted from it', async () => {
  for (const by of [1, -1, 4096, null])
    for (const who of [0, 1]) {
      const sides = await two()
      const side = sides[who] ?? assert.fail()
      const before = await epochs(side)
      const tree = () =>
        side.store.read(RELATION, (reader) =>
          reader
            .nodes('bbb', 2, [
              { level: 0, index: 0 },
              { level: 0, index: 1 },
            ])
            .catch(() => null),
        )
      const nodes = await tree()
      if (by === null) await lost(side, 2)
      else await changed(side, 2, ({ base }) => ({ base: base + by }))
      await side.restart()
      await passOver(side)
      assert.deepEqual(await epochs(side), before)
      assert.deepEqual(await tree(), nodes)
      await passOver(side)
      assert.deepEqual(await scrubOf(side).open(), [])
      const repaired = (await side.store.read(RELATION, (reader) => reader.incidents())).filter(
        ({ code }) => code === 'damage-repaired',
      )
      assert.deepEqual(
        new Set(repaired.map(({ detail }) => (detail as { what: string }).what)),
        new Set(['epoch']),
      )
    }
})

test('EPOCH-6 of the first log of a side nothing here says how it began: that stays on record', async () => {
  const [a] = await two()
  await changed(a, 1, ({ keys: [one, other] }) => ({ keys: [flip(one, one.length - 9), other] }))
  const now = await epochs(a)
  await passOver(a)
  assert.deepEqual(await epochs(a), now)
  assert.deepEqual(await scrubOf(a).open(), [{ what: 'epoch', side: 'bbb', number: 1 }])
})

test('EPOCH-6 a node whose logs have keys that are none starts, and a row of a first log that was taken away is written again', async () => {
  const [a, b] = await two()
  const before = await epochs(a)
  for (const number of [1, 2])
    await changed(a, number, ({ keys: [one, other] }) => ({ keys: [flip(one, one.length - 9), other] }))
  await a.restart()
  await talk(a, b)
  await ask(b, 'afterwards')
  await talk(a, b)
  await passOver(a)
  assert.deepEqual(await scrubOf(a).open(), [{ what: 'epoch', side: 'bbb', number: 1 }])
  await lost(a, 1)
  await a.restart()
  assert.deepEqual(await epochs(a), before)
  await talk(a, b)
  await passOver(a)
  assert.deepEqual(await scrubOf(a).open(), [])
})

test('EPOCH-6 a log that its side began under the largest number costs a scrub no more than any other', async () => {
  const looks: number[] = []
  for (const number of [2, 9_999_999]) {
    const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
    await agree(a, b)
    for (let count = 0; count < 3; count++) await ask(b, `${count}`)
    await talk(a, b)
    const next = beginning(a, b, await headsOf(a), { number })
    assert.equal((await receive(a.node, a.relation(RELATION), next)).kind, 'answer')
    let reads = 0
    const counted = damaged(a.store, (writer) => ({
      checkpointFrom: (...asked) => {
        reads++
        return writer.checkpointFrom(...asked)
      },
    }))
    assert.deepEqual(await passOver(a, scrubOf(a, { store: counted })), [])
    looks.push(reads)
  }
  const [small = 0, large = 0] = looks
  assert.ok(small > 0 && large <= small + 9, `${looks}`)
})
