import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step } from '@counterpart/protocol'
import { makeQuestion } from '../../outbound/exchange.ts'
import { Sender } from '../../outbound/sender.ts'
import { lineView } from '../../views/line-view.ts'
import { damaged, damagedHeader } from '../_damaged.ts'
import { act, agree, ask, RELATION, say, talk } from '../_talk.ts'
import { channelTo, newSide, type Side } from '../_world.ts'
import { receive } from '../receive/receive.ts'

async function pair(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  return [a, b]
}

const give = (side: Side, step: Step) => receive(side.node, side.relation(RELATION), step)
const question = (side: Side) => makeQuestion(side.node, side.relation(RELATION), new Uint8Array(16))

const flipped = (hash: Uint8Array) => hash.map((byte, at) => (at === 0 ? byte ^ 1 : byte))

const told = (side: Side) =>
  side.store.read(RELATION, async (reader) => (await reader.incidents()).map((one) => one.code))

test('LOG a tree that was damaged here accuses nobody of a fork', async () => {
  const [a, b] = await pair()
  await ask(a)
  const early = await question(a)
  await give(b, early)
  await ask(a)
  await give(b, await question(a))
  const sound = b.node.store
  b.node.store = damaged(sound, (writer) => ({
    nodes: async (...asked) => (await writer.nodes(...asked)).map(flipped),
  }))
  await assert.rejects(give(b, early), { code: 'entry-damaged' })
  b.node.store = sound
  assert.deepEqual(await told(b), ['entry-damaged'])
  assert.equal((await give(b, early)).kind, 'answer')
})

for (const side of ['ours', 'theirs'] as const)
  test(`LOG a head of ${side} that was damaged here is carried on by nobody, and accuses nobody`, async () => {
    const [a, b] = await pair()
    await ask(a)
    const step = await question(a)
    const sound = b.node.store
    b.node.store = damaged(sound, (writer) => ({
      heads: async () => {
        const heads = await writer.heads()
        return { ...heads, [side]: { ...heads[side], frontier: heads[side].frontier.map(flipped) } }
      },
    }))
    await assert.rejects(give(b, step), { code: 'entry-damaged' })
    if (side === 'ours') await assert.rejects(ask(b), { code: 'entry-damaged' })
    b.node.store = sound
    assert.deepEqual(await told(b), ['entry-damaged'])
    await ask(b)
    assert.equal((await give(b, step)).kind, 'answer')
  })

test('LOG a damaged entry stops what it is part of, is told on the line, and what waited goes on when it is mended', async () => {
  const [a, b] = await pair()
  const asked = await ask(a)
  await talk(a, b)
  const answered = await act(b, asked.dossier, 'answer', { on: asked.leaf, fields: { outcome: 'yes' } })
  await talk(a, b)
  const sound = b.node.store
  b.node.store = damagedHeader(sound, asked.leaf)
  await act(a, asked.dossier, 'thank', { on: answered.leaf })
  await assert.rejects(say(a, channelTo(b, RELATION)), { code: 'entry-damaged' })
  await assert.rejects(say(b, channelTo(a, RELATION)), { code: 'entry-damaged' })
  assert.equal(lineView(b.node, b.relation(RELATION)).held, 'entry-damaged')
  await ask(b, 'another')
  b.node.store = sound
  await talk(a, b)
  assert.equal(lineView(b.node, b.relation(RELATION)).held, null)
  assert.equal(a.relation(RELATION).line.waiting, 0)
  assert.deepEqual(await told(b), ['entry-damaged'])
})

test('LOG what waits behind a damaged entry is sent when it is mended', async () => {
  const [a, b] = await pair()
  const asked = await ask(a)
  const sound = a.node.store
  a.node.store = damagedHeader(sound, asked.leaf)
  await using sender = new Sender(a.node, a.relation(RELATION), channelTo(b, RELATION), {
    fastest: 1,
    slowest: 5,
  })
  sender.start()
  await until(() => lineView(a.node, a.relation(RELATION)).held === 'entry-damaged')
  assert.equal(a.relation(RELATION).line.waiting, 1)
  a.node.store = sound
  await until(() => a.relation(RELATION).line.waiting === 0)
  assert.equal(lineView(a.node, a.relation(RELATION)).held, null)
  assert.deepEqual(await told(a), ['entry-damaged'])
})

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 5))
  assert.ok(holds())
}
