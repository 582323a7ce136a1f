import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step, StepEntry } from '@counterpart/protocol'
import { makeQuestion, takeAnswer } from '../../outbound/exchange.ts'
import type { EntryRow } from '../../store/store.ts'
import { damaged, unawareOfLowered } from '../_damaged.ts'
import { entry, mark, newHostile } from '../_hostile.ts'
import { two } from '../_retained.ts'
import { ask, headsOf, RELATION } from '../_talk.ts'
import type { Side } from '../_world.ts'
import { receive } from './receive.ts'

async function answerTo({ node, relation }: Side, step: Step): Promise<Step> {
  const received = await receive(node, relation(RELATION), step)
  return received.kind === 'answer' ? received.step : assert.fail(received.code)
}

/** A side with entries, the receipt for them, and the other log to go on with as its author likes. */
async function receipted(entries = 1) {
  const [a, b] = await two()
  for (let more = 0; more < entries; more++) await ask(a, `${more}`)
  const relation = a.relation(RELATION)
  const question = await makeQuestion(a.node, relation, new Uint8Array(16))
  const answer = await answerTo(b, question)
  const { ours, theirs } = await headsOf(a)
  const hostile = newHostile('bbb')
  await a.store.read(RELATION, async (reader) => {
    for (const { bytes } of await reader.entries('bbb', 0, { entries: theirs.size, bytes: 2 ** 24 }))
      hostile.entries.push({ header: bytes, parts: [] })
  })
  const says = async (more: StepEntry[]) => {
    const start = hostile.entries.length
    hostile.entries.push(...more)
    const step = { ...answer, start, entries: more, checkpoint: hostile.note() }
    await takeAnswer(a.node, relation, question, step)
    assert.equal((await headsOf(a)).theirs.size, hostile.entries.length)
    return (await a.store.read(RELATION, (reader) => reader.lastCheckpoint('aaa', true)))?.size ?? 0
  }
  const act = (seen: number) => entry({ seen, time: b.time.now, office: 'bbb-office', officer: 'bbb-1' })
  return { a, size: ours.size, says, act }
}

test('ANSWER-3 a receipt is not counted before its author has marked what it is for, also where an act of it is behind that', async () => {
  const { size, says, act } = await receipted()
  assert.ok((await says([act(size)])) < size)
  assert.equal(await says([mark({ seen: size })]), size)
})

test('ANSWER-3 a mark over what is under no head of ours counts no receipt: nothing could be proven by it', async () => {
  const { a, size, says, act } = await receipted()
  // Of three at once two are recorded together, under one head.
  await Promise.all([ask(a, 'two'), ask(a, 'three'), ask(a, 'four')])
  assert.ok((await says([act(size), mark({ seen: size + 2 })])) < size)
  assert.equal(await says([mark({ seen: size + 3 })]), size)
})

test('ANSWER-3 nor does such a mark that comes with the receipt itself', async () => {
  const { a, size, says } = await receipted()
  await Promise.all([ask(a, 'two'), ask(a, 'three'), ask(a, 'four')])
  assert.ok((await says([mark({ seen: size + 2 })])) < size)
})

test('ANSWER-3 MARK-4 a mark that takes back what was seen before it is over less than its place says, and counts no receipt', async () => {
  const { size, says, act } = await receipted()
  assert.ok((await says([act(size), mark({ seen: size - 1 })])) < size)
})

test('ANSWER-3 of a log that ended a mark over all but its last entry counts no receipt of that', async () => {
  const { a, size, says, act } = await receipted()
  const relation = a.relation(RELATION)
  const [first] = relation.chain.ours
  assert.ok(first)
  relation.chain = { ...relation.chain, ours: [first, { ...first, number: 2, base: size }] }
  assert.ok((await says([mark({ seen: size - 1 }), act(size)])) < size)
  assert.equal(await says([mark({ seen: size })]), size)
})

for (const isUnaware of [false, true])
  test(`ANSWER-3 MARK-4 nor there does a lowered mark${isUnaware ? ', before that was kept' : ''}`, async () => {
    const { a, size, says, act } = await receipted()
    if (isUnaware) a.node.store = unawareOfLowered(a.node.store)
    const relation = a.relation(RELATION)
    const [first] = relation.chain.ours
    assert.ok(first)
    relation.chain = { ...relation.chain, ours: [first, { ...first, number: 2, base: size }] }
    const lowered = mark({ seen: size - 1 })
    assert.ok((await says([act(size), lowered, lowered])) < size)
    assert.equal(await says([lowered, mark({ seen: size })]), size)
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

test('ANSWER-3 what has to be marked is looked for from the end, however much has no receipt', async () => {
  const { a, size, says, act } = await receipted(200)
  assert.ok((await says([act(size)])) < size)
  let read = 0
  const counted = (rows: EntryRow[]): EntryRow[] => {
    read += rows.length
    return rows
  }
  const { read: looks } = a.node.store
  const counting = damaged(a.node.store, (writer) => ({
    entries: async (...asked) => counted(await writer.entries(...asked)),
    tail: async (...asked) => counted(await writer.tail(...asked)),
  }))
  // What the line says of what waits is read without the lock.
  a.node.store = { ...counting, read: looks }
  assert.ok((await says([act(size)])) < size)
  assert.ok(read > 0 && read < 100, `${read}`)
})
