import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step } from '@counterpart/protocol'
import { makeQuestion, takeAnswer } from '../../outbound/exchange.ts'
import { entry, mark, newHostile } from '../_hostile.ts'
import { two } from '../_retained.ts'
import { ask, headsOf, RELATION } from '../_talk.ts'
import type { Side } from '../_world.ts'
import { receive } from './receive.ts'

async function answerTo({ node, relation }: Side, step: Step): Promise<Step> {
  const received = await receive(node, relation(RELATION), step)
  return received.kind === 'answer' ? received.step : assert.fail(received.code)
}

test('ANSWER-3 a receipt is not counted before its author has marked what it is for, also where an act of it is behind that', async () => {
  const [a, b] = await two()
  await ask(a)
  const relation = a.relation(RELATION)
  const question = await makeQuestion(a.node, relation, new Uint8Array(16))
  const answer = await answerTo(b, question)
  const { ours, theirs } = await headsOf(a)
  const hostile = newHostile('bbb')
  await a.store.read(RELATION, async (reader) => {
    for (const { bytes } of await reader.entries('bbb', 0, { entries: theirs.size, bytes: 2 ** 24 }))
      hostile.entries.push({ header: bytes, parts: [] })
  })
  const say = (start: number): Step => ({
    ...answer,
    start,
    entries: hostile.entries.slice(start),
    checkpoint: hostile.note(),
  })
  const counted = async () =>
    (await a.store.read(RELATION, (reader) => reader.lastCheckpoint('aaa', true)))?.size ?? 0
  const by = { seen: ours.size, time: b.time.now, office: 'bbb-office', officer: 'bbb-1' }
  hostile.entries.push(entry(by))
  await takeAnswer(a.node, relation, question, say(theirs.size))
  assert.equal((await headsOf(a)).theirs.size, theirs.size + 1)
  assert.ok((await counted()) < ours.size)
  hostile.entries.push(mark({ seen: ours.size }))
  await takeAnswer(a.node, relation, question, say(theirs.size + 1))
  assert.equal(await counted(), ours.size)
})

test('ANSWER-3 a receipt that comes after the mark, by itself, is counted as well', async () => {
  const [a, b] = await two()
  await ask(a)
  const relation = a.relation(RELATION)
  const question = await makeQuestion(a.node, relation, new Uint8Array(16))
  const answer = await answerTo(b, question)
  await takeAnswer(a.node, relation, question, { ...answer, cosignature: null })
  await takeAnswer(a.node, relation, question, { ...answer, entries: [], checkpoint: null })
  const counted = await a.store.read(RELATION, (reader) => reader.lastCheckpoint('aaa', true))
  assert.equal(counted?.size, (await headsOf(a)).ours.size)
})
