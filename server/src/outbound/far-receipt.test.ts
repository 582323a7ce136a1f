/** More than one message between two heads that both signed, as after full pouches that one receipt answers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type GiveBack, type Given, STEP_BOUNDS } from '@counterpart/protocol'
import { allow, bringBack, two } from '../uses/_brought-back.ts'
import { act, agree, ask, headsOf, lineOf, RELATION, say, talk } from '../uses/_talk.ts'
import { channelTo, newSide, type Side } from '../uses/_world.ts'
import { rootAt } from '../uses/log/heads.ts'
import { receive } from '../uses/receive/receive.ts'
import { makeStep } from '../uses/send/batch.ts'
import { LinkFailure } from '../wire/link.ts'
import type { Channel } from './channel.ts'
import { rebuild } from './rebuild.ts'

const signal = new AbortController().signal
const TEXT = { text: '文'.repeat(8000), standing: 'authoritative' }
/** 72 KB. */
const HEAVY = {
  en: TEXT,
  vi: { ...TEXT, standing: 'translation' },
  'zh-Hans': { ...TEXT, standing: 'translation' },
}
const rebuilt = (side: Side, channel: Channel) =>
  rebuild(side.node, side.relation(RELATION), channel, { heads: [], signal, pause: 1 })
const codes = (side: Side) =>
  side.store.read(RELATION, async (reader) => (await reader.incidents()).map(({ code }) => code))

async function pair(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  return [a, b]
}

/** 17 MiB. */
async function letters(a: Side): Promise<void> {
  for (let weight = 0; weight < STEP_BOUNDS.bytes + 1024 * 1024; weight += 72_000) {
    const { dossier } = await ask(a)
    await act(a, dossier, 'note', { fields: { message: HEAVY } })
  }
}

/** All that `from` has and `to` has not, as a pouch brings it: what is answered is not heard. */
async function pouch(from: Side, to: Side): Promise<void> {
  for (;;) {
    const start = (await headsOf(to)).theirs.size
    if (start === (await headsOf(from)).ours.size) return
    const nonce = from.node.random(16)
    const step = await from.store.read(RELATION, (reader) =>
      makeStep(from.node, from.relation(RELATION), reader, { start, nonce }),
    )
    const received = await receive(to.node, to.relation(RELATION), step)
    assert.equal(received.kind, 'answer')
  }
}

/** Whether more than one message lies between two receipts that `side` holds over the log of `of`. */
async function isFar(side: Side, of: string): Promise<boolean> {
  return side.store.read(RELATION, async (reader) => {
    const last = await reader.lastCheckpoint(of, true)
    for (let at = 0; last !== null && at < last.size; ) {
      const next = await reader.checkpointFrom(of, at + 1, true)
      if (next === null) return false
      const entries = await reader.entries(of, at, { entries: next.size - at, bytes: STEP_BOUNDS.bytes })
      if (at + entries.length < next.size) return true
      at = next.size
    }
    return false
  })
}

const logs = async (side: Side) => {
  const { ours, theirs } = await headsOf(side)
  return [ours, theirs].map((head) => [head.size, rootAt(head)])
}

const receiptOf = (side: Side) => side.store.read(RELATION, (reader) => reader.lastCheckpoint('aaa', true))

const asks = ({ node, time }: Side, start: number): GiveBack => {
  const nonce = node.random(16)
  return { relation: RELATION, from: 'bbb', nonce, log: 'aaa', start, end: 0, time: time.now }
}

async function poured(): Promise<[Side, Side]> {
  const [a, b] = await pair()
  await letters(a)
  await pouch(a, b)
  await pouch(b, a)
  assert.ok(await isFar(a, 'aaa'))
  return [a, b]
}

const [a, lost] = await poured()
await allow(a)

test('GIVE-3 GIVE-7 a receipt that is kept back, or is not ours, makes no register', async () => {
  const honest = channelTo(a, RELATION)
  const through = (change: (given: Given) => Given): Channel => ({
    ...honest,
    giveBack: async (asked) => {
      const given = await honest.giveBack(asked)
      const isLast = asked.log === 'aaa' && given.entries.length > 100 && given.head?.cosignature
      return isLast ? change(given) : given
    },
  })
  const kept = through(() => {
    throw new LinkFailure('not-found')
  })
  const b = await newSide('bbb', [RELATION], 6)
  assert.deepEqual(await rebuilt(b, kept), { kind: 'stopped', code: 'not-delivered' })
  const { theirs } = await headsOf(b)
  assert.ok(theirs.size > 0)
  await b.restart()
  assert.deepEqual(await rebuilt(b, kept), { kind: 'stopped', code: 'not-delivered' })
  assert.ok(!(await codes(b)).includes('given-differs'))
  const other = through((given) => ({ ...given, head: given.head && { ...given.head, cosignature: 'none' } }))
  assert.deepEqual(await rebuilt(b, other), { kind: 'stopped', code: 'not-delivered' })
  assert.equal((await headsOf(b)).theirs.size, theirs.size)
  assert.ok((await codes(b)).includes('given-differs'))
  assert.equal((await rebuilt(b, honest)).kind, 'rebuilt')
})

test('GIVE-2 GIVE-3 what pouches brought comes back under heads of its author and the receipt with the last, wherever it ends in between', async () => {
  const b = await newSide('bbb', [RELATION], 3)
  const sizes: number[] = []
  const dying: Channel = {
    ...channelTo(a, RELATION),
    giveBack: async (asked) => {
      if (asked.log === 'aaa') sizes.push(asked.start)
      if (sizes.length === 4) b.die('kept')
      return channelTo(a, RELATION).giveBack(asked)
    },
  }
  await assert.rejects(rebuilt(b, dying), { code: 'stopping' })
  await b.restart()
  assert.equal((await headsOf(b)).theirs.size, sizes.at(-1))
  const open = await b.store.read(RELATION, (reader) => reader.lastCheckpoint('aaa'))
  assert.deepEqual([open?.size, open?.cosignature], [sizes.at(-1), null])
  assert.equal((await rebuilt(b, channelTo(a, RELATION))).kind, 'rebuilt')
  assert.deepEqual(await logs(b), await logs(lost))
  const [receipt, had] = [await receiptOf(b), await receiptOf(lost)]
  assert.deepEqual([receipt?.size, receipt?.note], [had?.size, had?.note])
  assert.ok(!(await codes(b)).includes('given-differs'))
})

test('GIVE-2 of its own log a side gives what was receipted and no more, each time what one message holds', async () => {
  await ask(a, 'not delivered yet')
  const { theirs } = await headsOf(lost)
  let start = 0
  for (let isReceipted = false; start < theirs.size; ) {
    const { entries, head } = await channelTo(a, RELATION).giveBack(asks(lost, start))
    start += entries.length
    isReceipted = head !== null && head.cosignature !== null
    assert.ok(entries.length > 0 && start <= theirs.size && (start < theirs.size || isReceipted))
  }
  await assert.rejects(channelTo(a, RELATION).giveBack(asks(lost, start)), { code: 'not-found' })
})

test('GIVE-4 a node with nothing but its keys has all of it back from who got one receipt, and goes on', async () => {
  const b = await newSide('bbb', [RELATION], 4)
  await renewed(b, a)
  assert.deepEqual((await logs(a)).toReversed(), await logs(b))
  assert.ok(!(await codes(b)).includes('given-differs'))
})

test('GIVE-2 what was taken in without receipts, and stands under one that lies far away, its author has back', async () => {
  const [author, b] = await pair()
  await letters(author)
  await bringBack(b)
  await renewed(b, author)
  assert.ok(await isFar(b, 'aaa'))
  await allow(b)
  const again = await newSide('aaa', [RELATION], 5)
  assert.equal((await rebuilt(again, channelTo(b, RELATION))).kind, 'rebuilt')
  assert.deepEqual(await logs(again), await logs(author))
  assert.ok(!(await codes(again)).includes('given-differs'))
})

/** One that was brought back, as far as its next log, and until both have all. */
async function renewed(side: Side, other: Side): Promise<void> {
  await say(side, lineOf(side, other)).catch(() => undefined)
  await two(side)
  for (let round = 0; round < 1000 && (await headsOf(side)).ours.epoch === 1; round++)
    for (const [from, to] of [
      [side, other],
      [other, side],
    ] as const)
      await say(from, lineOf(from, to)).catch(() => undefined)
  assert.equal((await headsOf(side)).ours.epoch, 2)
  await talk(side, other)
}
