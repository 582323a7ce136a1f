import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step } from '@counterpart/protocol'
import { agree, ask, RELATION, say, talk } from '../_talk.ts'
import { channelTo, newSide, type Side } from '../_world.ts'
import { makeStep, type Wanted } from '../send/batch.ts'
import { keepTail } from './tail.ts'

const nonce = new Uint8Array(16)

/** Two sides that agree, and what was read of bodies at the first. */
async function pair(): Promise<{ a: Side; b: Side; bodies: () => number }> {
  let read = 0
  const onCall = (method: string, when: string) => {
    if (method === 'parts' && when === 'before') read += 1
  }
  const a = await newSide('aaa', [RELATION], 1, { onCall })
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  return {
    a,
    b,
    bodies() {
      const was = read
      read = 0
      return was
    },
  }
}

function question(side: Side, wanted: Partial<Wanted> = {}): Promise<Step> {
  const relation = side.relation(RELATION)
  return side.store.read(RELATION, (reader) => makeStep(side.node, relation, reader, { nonce, ...wanted }))
}

/** The same, with nothing in memory. */
async function fromStore(side: Side, wanted: Partial<Wanted> = {}): Promise<Step> {
  const relation = side.relation(RELATION)
  const { tail } = relation
  relation.tail = null
  try {
    return await question(side, wanted)
  } finally {
    relation.tail = tail
  }
}

test('what was recorded last is sent as it was stored, and not read for it', async () => {
  const { a, bodies } = await pair()
  for (let i = 0; i < 5; i++) await ask(a)
  bodies()
  for (const wanted of [{}, { bytes: 1 }, { bytes: 900 }]) {
    const sent = await question(a, wanted)
    assert.ok(sent.entries.length > 0)
    assert.equal(bodies(), 0)
    assert.deepEqual(sent, await fromStore(a, wanted))
    assert.equal(bodies(), 1)
  }
  const { start } = await question(a)
  assert.deepEqual(await question(a, { start: start + 2 }), await fromStore(a, { start: start + 2 }))
})

test('an answer to a question brings our mark as it was stored', async () => {
  const { a, b } = await pair()
  await ask(b)
  await say(b, channelTo(a, RELATION))
  assert.ok(a.relation(RELATION).tail)
  assert.deepEqual(await question(a), await fromStore(a))
})

test('more than is kept, or what somebody else appended, is read from the store', async () => {
  const { a, bodies } = await pair()
  const kept = () => a.relation(RELATION).tail
  a.relation(RELATION).tail = null
  for (let i = 0; i < 8; i++) await ask(a)
  const { entries, checkpoints } = kept() ?? { entries: [], checkpoints: [] }
  const [{ row } = { row: null }, ...rest] = entries
  const [checkpoint] = checkpoints
  assert.ok(row && checkpoint && rest.length === 7)
  // As after so many acts at once that the newest are all that is kept.
  const many = Array.from({ length: 600 }, (_, i) => ({ ...row, index: row.index + i }))
  keepTail(a.relation(RELATION), { rows: many, parts: [], checkpoint })
  assert.deepEqual([kept()?.entries.length, kept()?.from], [512, row.index + 88])
  a.relation(RELATION).tail = { from: row.index + 1, entries: rest, checkpoints }
  bodies()
  const sent = await question(a)
  assert.ok(bodies() > 0)
  assert.deepEqual(sent, await fromStore(a))
  // An end that is not the log's any more.
  a.relation(RELATION).tail = { from: row.index + 1, entries: rest.slice(0, -1), checkpoints }
  assert.deepEqual(await question(a), sent)
})

test('what the other side has is read from the store: it may be destroyed since', async () => {
  const { a, b, bodies } = await pair()
  await ask(a)
  const { start } = await question(a)
  await talk(a, b)
  bodies()
  const again = await question(a, { start })
  assert.ok(again.entries.length > 0)
  assert.equal(bodies(), 1)
})
