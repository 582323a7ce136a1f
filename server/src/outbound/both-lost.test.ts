import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allow, bringBack, two } from '../uses/_brought-back.ts'
import { act, agree, ask, headsOf, lineOf, RELATION, sameRequests, say, talk } from '../uses/_talk.ts'
import { channelTo, newSide, pass, type Side } from '../uses/_world.ts'
import { destroyOld, rotateKey } from '../uses/keys/rotate.ts'
import { makeStep } from '../uses/send/batch.ts'
import { LinkFailure } from '../wire/link.ts'
import { takeBack } from './take-back.ts'

/** Two nodes after so many turns: the same ones after fewer are what a backup has of them. */
const after = (turns: number) => sameRequests(() => work(turns))

async function work(turns: number): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  for (let turn = 0; turn < turns; turn++) {
    const { dossier, leaf } = await ask(turn % 2 ? a : b, `question ${turn}`)
    await talk(a, b)
    await act(turn % 2 ? b : a, dossier, 'answer', { on: leaf, fields: { outcome: 'yes' } })
    await talk(a, b)
  }
  return [a, b]
}

const asks = (side: Side, other: Side) => say(side, lineOf(side, other)).catch(codeOf)
const codeOf = (error: unknown) => (error as { code?: string }).code

/** What people of both sides say, and as many exchanges as it takes. */
async function recover(...sides: [Side, Side]): Promise<void> {
  for (const side of sides) await allow(side)
  for (let round = 0; round < 8; round++) {
    for (const [side, other] of [sides, sides.toReversed() as [Side, Side]]) {
      await two(side).catch(() => undefined)
      await asks(side, other)
    }
  }
}

/** All that the other has, as far as to the question where its own log ends. */
async function takesIn(side: Side, other: Side): Promise<void> {
  const channel = {
    ...lineOf(side, other),
    close: () => Promise.reject(new LinkFailure('line-down')),
  }
  for (let round = 0; round < 4; round++) await say(side, channel).catch(() => undefined)
}

async function isOne(a: Side, b: Side): Promise<void> {
  const [one, other] = [await headsOf(a), await headsOf(b)]
  assert.deepEqual([one.ours, one.theirs], [other.theirs, other.ours])
  for (const { ours } of [one, other]) assert.equal(ours.epoch, 2)
}

test('GIVE-2 what was taken in by who was brought back itself, and has no receipt, its author has back', async () => {
  const [, before] = await after(4)
  const [a] = await after(3)
  await ask(before, 'never receipted')
  const { ours } = await headsOf(before)
  await bringBack(a)
  await asks(a, before)
  await two(a)
  await allow(before)
  await takesIn(a, before)
  assert.equal((await headsOf(a)).theirs.size, ours.size)
  const receipted = await a.store.read(RELATION, (reader) => reader.lastCheckpoint('bbb', true))
  assert.ok((receipted?.size ?? 0) < ours.size)
  const [, b] = await after(2)
  await bringBack(b)
  await recover(a, b)
  await isOne(a, b)
  assert.ok((await headsOf(b)).ours.base >= ours.size)
})

test('KEYS-7 a log begins under the key that came back with the one before it', async () => {
  const [, b] = await after(2)
  const backup = b.store.rows(RELATION).copy()
  const [a] = await after(2)
  await rotateKey(b.node, b.relation(RELATION), { use: 'custody', revoked: true })
  await bringBack(a)
  await asks(a, b)
  await two(a)
  await allow(b)
  await takesIn(a, b)
  assert.deepEqual((await headsOf(a)).theirs.size, (await headsOf(b)).ours.size)
  b.die()
  b.store.bringBack(RELATION, backup)
  await bringBack(b)
  pass(10, a, b)
  await recover(a, b)
  await isOne(a, b)
  await b.restart()
  await talk(a, b)
})

test('GIVE-1 KEYS-9 who has lost the key of the other side gives back under the one that it learned of', async () => {
  const [a, b] = await after(2)
  const backup = a.store.rows(RELATION).copy()
  await rotateKey(b.node, b.relation(RELATION), { use: 'custody' })
  await talk(b, a)
  await talk(a, b)
  await destroyOld(b.node, b.relation(RELATION))
  a.die()
  a.store.bringBack(RELATION, backup)
  await bringBack(a)
  await asks(a, b)
  const [nonce, time] = [b.node.random(16), b.time.now]
  const asked = { relation: RELATION, from: 'bbb', log: 'aaa', start: 0, end: 1, nonce, time }
  const { entries } = await lineOf(b, a).giveBack(asked, new AbortController().signal)
  assert.equal(entries.length, 1)
})

test('EPOCH-5 what was signed before may be sent while it is not known here under which key its receipt is', async () => {
  const [a, b] = await after(2)
  const backup = b.store.rows(RELATION).copy()
  const { ours } = await headsOf(b)
  await rotateKey(a.node, a.relation(RELATION), { use: 'custody' })
  await talk(a, b)
  await ask(b)
  await talk(a, b)
  b.die()
  b.store.bringBack(RELATION, backup)
  await bringBack(b)
  await allow(a)
  await takeBack(b.node, b.relation(RELATION), 'bbb', channelTo(a, RELATION))
  await b.restart()
  const relation = b.relation(RELATION)
  const step = await b.store.read(RELATION, (reader) =>
    makeStep(b.node, relation, reader, { start: ours.size, nonce: b.node.random(16) }),
  )
  assert.ok(step.entries.length > 0 && step.checkpoint)
})

test('EPOCH-5 no log begins in a place that the other side had seen taken, and both backups brought back again mend it', async () => {
  const [whole] = await after(4)
  const [, b] = await after(2)
  await bringBack(b)
  await allow(whole)
  // It has the other log, and loses the counterpart before its own is here again.
  await takeBack(b.node, b.relation(RELATION), 'aaa', channelTo(whole, RELATION))
  const held = await headsOf(b)
  assert.ok(held.theirs.running > held.ours.size)
  const [a] = await after(2)
  await bringBack(a)
  await recover(a, b)
  for (const side of [a, b]) {
    const { ours, theirs } = await headsOf(side)
    assert.deepEqual([ours.epoch, theirs.closed], [1, false])
  }
  assert.equal(await asks(b, a), 'rolled-back')
  const again = await after(2)
  for (const side of again) await bringBack(side)
  await recover(...again)
  await isOne(...again)
})
