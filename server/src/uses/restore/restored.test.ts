import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allow, bringBack, two } from '../_brought-back.ts'
import { agree, ask, headsOf, lineOf, RELATION, say, talk } from '../_talk.ts'
import { channelTo, newSide, type Side } from '../_world.ts'

async function pair(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  return [a, b]
}

test('ANSWER-10 a node brought back signs nothing on the word of the other side alone', async () => {
  const [a, b] = await pair()
  await bringBack(a)
  const { ours } = await headsOf(a)
  for (let times = 0; times < 3; times++) {
    // It does not ask without a pause: the exchange ends each time as one that has to wait.
    await assert.rejects(say(a, channelTo(b, RELATION)), { code: 'held-start' })
    await assert.rejects(say(b, channelTo(a, RELATION)), { code: 'held-start' })
    await assert.rejects(ask(a), { code: 'held-start' })
  }
  assert.deepEqual((await headsOf(a)).ours, ours)
  await two(a)
  await assert.rejects(ask(a), { code: 'held-start' })
  await say(a, channelTo(b, RELATION))
  await ask(a)
  await talk(a, b)
  assert.equal((await headsOf(b)).theirs.size, (await headsOf(a)).ours.size)
})

test('ANSWER-10 nor on the word of two operators alone, also after another start', async () => {
  const [a, b] = await pair()
  await bringBack(a)
  await assert.rejects(two(a), { code: 'restored' })
  await assert.rejects(say(a, channelTo(b, RELATION)), { code: 'held-start' })
  await a.restart()
  await assert.rejects(two(a), { code: 'restored' })
  await assert.rejects(ask(a), { code: 'held-start' })
})

test('ANSWER-10 no number of incidents that the other side causes makes a node forget that it was brought back', async () => {
  const [a] = await pair()
  await bringBack(a)
  await a.store.locked(RELATION, async (writer) => {
    for (let at = 0; at < 250; at++) await writer.putIncident(at, 'fork', { at })
  })
  await a.restart()
  await assert.rejects(two(a), { code: 'restored' })
})

test('ANSWER-10 what operators said before the backup was brought back does not count for it, and after it for later starts', async () => {
  const [a, b] = await pair()
  await a.restart()
  await two(a)
  await bringBack(a)
  await assert.rejects(two(a), { code: 'restored' })
  await assert.rejects(say(a, channelTo(b, RELATION)), { code: 'held-start' })
  await two(a)
  await a.restart()
  await talk(a, b)
  await ask(a)
})

test('ANSWER-10 EPOCH-5 a backup that lacks what the other side holds ends no log before it has that', async () => {
  const [, b] = await pair()
  const old = await newSide('aaa', [RELATION], 9)
  await bringBack(old)
  await assert.rejects(say(old, channelTo(b, RELATION)), { code: 'rolled-back' })
  await two(old)
  await assert.rejects(say(old, channelTo(b, RELATION)), { code: 'not-given' })
  await assert.rejects(ask(old), { code: 'rolled-back' })
  // Said again, nothing is put on record twice.
  await assert.rejects(two(old), { code: 'start-confirmed' })
  const words = await old.store.read(RELATION, (reader) => reader.incidents(9, ['started-by-operators']))
  assert.equal(words.length, 1)
  assert.deepEqual([(await headsOf(b)).theirs.closed, (await headsOf(old)).ours.epoch], [false, 1])
})

test('EPOCH-2 a database that is brought back while its node runs is found out before anything is signed over it', async () => {
  const [a, b] = await pair()
  const copy = a.store.rows(RELATION).copy()
  await ask(a, 'recorded since')
  await talk(a, b)
  const { size } = (await headsOf(a)).ours
  a.store.bringBack(RELATION, copy)
  await assert.rejects(ask(a, 'in its place'), { code: 'rolled-back' })
  assert.equal(a.relation(RELATION).start, 'rolled-back')
  assert.ok((await headsOf(a)).ours.size < size)
  await two(a)
  await allow(b)
  for (let round = 0; round < 4; round++) await say(a, lineOf(a, b)).catch(() => undefined)
  const { ours } = await headsOf(a)
  assert.deepEqual([ours.epoch, ours.base], [2, size])
  await ask(a, 'after it')
  await talk(a, b)
  const incidents = await b.store.read(RELATION, (reader) => reader.incidents(50))
  assert.ok(!incidents.some(({ code }) => code === 'fork'))
})
