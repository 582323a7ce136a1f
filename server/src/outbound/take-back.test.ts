import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY } from '@counterpart/casework/civil'
import type { GiveBack, Given } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import { allow, bringBack, two, WORD } from '../uses/_brought-back.ts'
import { closed, ends, passTo, two as retaining, states, time } from '../uses/_retained.ts'
import { act, agree, ask, headsOf, lineOf, RELATION, sameRequests, say, talk } from '../uses/_talk.ts'
import { channelTo, newSide, pass, type Side } from '../uses/_world.ts'
import { rootAt } from '../uses/log/heads.ts'
import { allowGiving } from '../uses/restore/give-back.ts'
import type { Channel } from './channel.ts'
import { takeBack } from './take-back.ts'

/** Two nodes that have worked with each other for a while: acts of both sides, in dossiers of both. */
const worked = (more: number) => sameRequests(() => work(more))

async function work(more: number): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  for (let i = 0; i < more; i++) {
    const { dossier, leaf } = await ask(i % 2 ? a : b, `question ${i}`)
    await talk(a, b)
    await act(i % 2 ? b : a, dossier, 'answer', { on: leaf, fields: { outcome: 'yes' } })
    if (i % 3) await talk(a, b)
  }
  await talk(a, b)
  return [a, b]
}

const codes = (side: Side) =>
  side.store.read(RELATION, async (reader) => (await reader.incidents()).map(({ code }) => code))

/** Everything that follows from the two logs. */
const seen = (side: Side) =>
  side.store.read(RELATION, async (reader) => {
    const rows = await reader.dossiers({ limit: 100 })
    const { ours, theirs } = await reader.heads()
    const heads = [[side.node.party, ours] as const, [side.relation(RELATION).theirs, theirs] as const].map(
      ([party, head]) => [party, head.size, head.epoch, rootAt(head)],
    )
    return {
      heads: heads.sort(),
      dossiers: rows.map(({ id, settled, ahead }) => JSON.stringify([id, settled, ahead])).sort(),
      sums: (await reader.tallySums({ parents: [], level: null, first: null, last: 40_000 }))
        .map((sum) => JSON.stringify(sum))
        .sort(),
    }
  })

test('GIVE-1 GIVE-4 GIVE-5 a node that has nothing but its keys has all of it back, and goes on in a new epoch', async () => {
  const [a, lost] = await worked(7)
  const before = await seen(lost)
  const b = await newSide('bbb', [RELATION], 3)
  await assert.rejects(say(b, channelTo(a, RELATION)), { code: 'rolled-back' })
  await two(b)
  // Not before two operators of the other side have said so, too.
  await assert.rejects(say(b, channelTo(a, RELATION)), { code: 'not-given' })
  assert.equal((await headsOf(b)).ours.size, 0)
  await assert.rejects(allowGiving(a.node, a.relation(RELATION), ['one', ' One'], WORD), {
    code: 'same-officer',
  })
  await allow(a)
  await say(b, channelTo(a, RELATION))
  const { dossiers, sums } = await seen(b)
  assert.deepEqual([dossiers, sums], [before.dossiers, before.sums])
  const { ours } = await headsOf(b)
  assert.deepEqual([ours.epoch, ours.base], [2, (await headsOf(lost)).ours.size])
  await ask(b, 'after it')
  await talk(a, b)
  assert.deepEqual(await seen(a), await seen(b))
  assert.ok(!(await codes(a)).includes('fork') && !(await codes(b)).includes('verdict-differs'))
})

test('GIVE-5 the word of two operators ends with the day also where it was given while the clock was far ahead', async () => {
  const [a] = await worked(7)
  const b = await newSide('bbb', [RELATION], 3)
  await say(b, channelTo(a, RELATION)).catch(() => undefined)
  await two(b)
  const refused = () => assert.rejects(say(b, channelTo(a, RELATION)), { code: 'not-given' })
  const asked = async () => (await codes(a)).filter((code) => code === 'give-back-asked').length
  a.time.now += 365 * DAY
  await refused()
  await allow(a)
  a.time.now -= 365 * DAY
  await refused()
  assert.equal(await asked(), 2)
  await a.restart()
  await refused()
})

test('GIVE-4 a backup gets the tail that was delivered after it, once, wherever it ends in between', async () => {
  for (const stop of [1, 2, 3, 5, 8]) {
    const [a, lost] = await worked(7)
    const [, b] = await worked(5)
    await bringBack(b)
    await say(b, channelTo(a, RELATION)).catch(() => undefined)
    await two(b)
    await allow(a)
    let calls = 0
    const dying: Channel = {
      ...channelTo(a, RELATION),
      giveBack: async (asked) => {
        calls += 1
        if (calls === stop) b.die('kept')
        return channelTo(a, RELATION).giveBack(asked)
      },
    }
    await say(b, dying).catch(() => undefined)
    if (calls >= stop) await b.restart()
    for (let round = 0; round < 4; round++) await say(b, channelTo(a, RELATION)).catch(() => undefined)
    await talk(a, b)
    assert.deepEqual(await seen(a), await seen(b), `ended at call ${stop}`)
    assert.equal((await headsOf(b)).ours.epoch, 2)
    assert.ok((await headsOf(b)).ours.size > (await headsOf(lost)).ours.size)
    assert.ok(!(await codes(b)).includes('verdict-differs'))
  }
})

test('GIVE-3 what is given and was not signed so is an incident, and nothing of it is kept', async () => {
  const [a] = await worked(3)
  await allow(a)
  const flip = (bytes: Uint8Array, at = bytes.length - 3) =>
    bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
  const wrong: ((given: Given) => Given)[] = [
    (given) => ({ ...given, head: null }),
    (given) => ({ ...given, entries: given.entries.slice(1) }),
    (given) => ({ ...given, entries: given.entries.toReversed() }),
    (given) => ({ ...given, entries: given.entries.map((one) => ({ ...one, header: flip(one.header) })) }),
    (given) => ({
      ...given,
      entries: given.entries.map((one) => ({
        ...one,
        parts: one.parts.map((part) => ({ ...part, bytes: flip(part.bytes) })),
      })),
    }),
    (given) => ({
      ...given,
      entries: given.entries.map((one) => ({
        ...one,
        parts: one.parts.filter(({ name }) => name !== 'kept'),
      })),
    }),
    (given) => ({
      ...given,
      entries: given.entries.map((one) => ({ ...one, parts: [...one.parts, ...one.parts] })),
    }),
    (given) => ({ ...given, head: given.head && { ...given.head, cosignature: '' } }),
    (given) => ({
      ...given,
      head: given.head && { ...given.head, note: given.head.note.replace('aaa', 'bbb') },
    }),
  ]
  for (const change of wrong) {
    const b = await newSide('bbb', [RELATION], 3)
    const honest = channelTo(a, RELATION)
    const from = { ...honest, giveBack: async (asked: GiveBack) => change(await honest.giveBack(asked)) }
    for (const side of ['aaa', 'bbb'])
      await assert.rejects(takeBack(b.node, b.relation(RELATION), side, from), { code: 'not-delivered' })
    const { ours, theirs } = await headsOf(b)
    assert.deepEqual([ours.size, theirs.size], [0, 0])
    assert.deepEqual([...new Set(await codes(b))], ['given-differs'])
  }
  // What has no receipt may be on the way to one: it is taken as its author signed it, and is no receipt.
  const b = await newSide('bbb', [RELATION], 3)
  const honest = channelTo(a, RELATION)
  const from = {
    ...honest,
    async giveBack(asked: GiveBack) {
      const given = await honest.giveBack(asked)
      return { ...given, head: given.head && { ...given.head, cosignature: null } }
    },
  }
  for (const side of ['bbb', 'aaa']) await takeBack(b.node, b.relation(RELATION), side, from)
  const { ours, theirs } = await headsOf(b)
  assert.deepEqual([ours.size > 0, theirs.size > 0], [true, true])
  const receipts = ['aaa', 'bbb'].map((of) =>
    b.store.read(RELATION, (reader) => reader.lastCheckpoint(of, true)),
  )
  assert.deepEqual(await Promise.all(receipts), [null, null])
})

test('GIVE-2 why nothing can be given back is told its operators, once, and again after something was', async () => {
  const [a, b] = await worked(1)
  await allow(a)
  const told: string[] = []
  a.node.events.listen((event) => event.kind === 'refused' && told.push(event.error.message))
  const { store } = a.node
  const asked = { relation: RELATION, from: 'bbb', log: 'bbb', start: 0, end: 0, time: b.time.now }
  const wanted = () => channelTo(a, RELATION).giveBack({ ...asked, nonce: b.node.random(16) })
  const fails = {
    ...store,
    read: () => Promise.reject(new NodeError({ code: 'entry-damaged', message: 'a row' })),
  }
  for (const one of [fails, fails, store, fails]) {
    a.node.store = one
    await wanted().catch((error: unknown) => assert.equal((error as NodeError).code, 'entry-damaged'))
  }
  assert.deepEqual(told, Array(2).fill('nothing can be given back: a row'))
})

test('GIVE-2 what either log says is destroyed is not given back, though the copy that is left still waits for its day', async () => {
  const [a, b] = await retaining()
  const dossier = await closed(a, b)
  await passTo((await ends(a, dossier)).ends[0]?.at ?? 0, a, b)
  pass(10, a, b)
  await talk(a, b)
  await time(a)
  await talk(a, b)
  assert.deepEqual(
    [await states(a, dossier), await states(b, dossier)].map(([person]) => person),
    ['person destroyed', 'person held'],
  )
  await allow(b)
  const fresh = await newSide('aaa', [RELATION], 1)
  fresh.time.now = a.time.now
  await assert.rejects(say(fresh, lineOf(fresh, b)), { code: 'rolled-back' })
  await two(fresh)
  const given: string[] = []
  const line = lineOf(fresh, b)
  const heard: typeof line = {
    ...line,
    giveBack: async (...asked) => {
      const back = await line.giveBack(...asked)
      given.push(...back.entries.flatMap(({ parts }) => parts.map(({ name }) => name)))
      return back
    },
  }
  await say(fresh, heard)
  assert.ok(given.includes('content') && !given.includes('person'), given.join(' '))
})
