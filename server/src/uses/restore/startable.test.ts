import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Given } from '@counterpart/protocol'
import type { Channel } from '../../outbound/channel.ts'
import { rebuild } from '../../outbound/rebuild.ts'
import { MemoryStore } from '../../store/memory/memory-store.ts'
import { LinkFailure } from '../../wire/link.ts'
import { allow, two } from '../_brought-back.ts'
import type { MemoryRing } from '../_ring.ts'
import { agree, ask, headsOf, RELATION, say, talk } from '../_talk.ts'
import { channelTo, newSide, type Side } from '../_world.ts'
import { olderBy, startBlock } from './startable.ts'

const signal = new AbortController().signal

const ringOf = (side: Side) => side.relation(RELATION).ring as MemoryRing
const blockOf = (side: Side) =>
  side.store.read(RELATION, (reader) => startBlock(side.node, side.relation(RELATION), reader))
const codes = (side: Side) =>
  side.store.read(RELATION, async (reader) => (await reader.incidents()).map(({ code }) => code))

/** Its database can be lost; its keys stay. */
async function losing(party: string, seed: number): Promise<[Side, () => Promise<void>]> {
  let store = new MemoryStore()
  const current = new Proxy({} as MemoryStore, {
    get(_, name) {
      const found: unknown = Reflect.get(store, name)
      return typeof found === 'function' ? found.bind(store) : found
    },
  })
  const side = await newSide(party, [RELATION], seed, {}, { store: current })
  const lose = async () => {
    side.die()
    store = new MemoryStore()
    await side.restart()
  }
  return [side, lose]
}

test('EPOCH-11 keys that have signed begin no empty database at its first index, whatever two operators say', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const [b, lose] = await losing('bbb', 2)
  await lose()
  await two(b)
  assert.equal(b.relation(RELATION).start, 'confirmed')
  await agree(a, b)
  const { ours } = await headsOf(b)
  assert.ok(ours.size > 0)
  await b.restart()
  assert.equal(await blockOf(b), null)

  await lose()
  assert.equal(await blockOf(b), 'log-begun')
  await assert.rejects(two(b), { code: 'log-begun' })
  await assert.rejects(ask(b), { code: 'held-start' })
  // What anybody says of it now is said of a database that holds nothing: the next start knows it as well.
  await b.restart()
  await assert.rejects(two(b), { code: 'log-begun' })
  assert.deepEqual([await codes(b), (await headsOf(b)).ours.size], [['log-begun'], 0])

  await assert.rejects(say(b, channelTo(a, RELATION)), { code: 'rolled-back' })
  await two(b)
  await allow(a)
  await talk(a, b)
  const { ours: renewed } = await headsOf(b)
  assert.deepEqual([renewed.epoch, renewed.base], [2, ours.size])
  await ask(b)
  await talk(a, b)
  assert.ok(!(await codes(a)).includes('fork'))
})

test('EPOCH-11 keys that were marked and signed nothing begin the next epoch, of a log that ends before its first entry', async () => {
  const [a, lose] = await losing('aaa', 1)
  const b = await newSide('bbb', [RELATION], 2)
  await talk(a, b)
  ringOf(a).fails = 'before'
  await assert.rejects(agree(a, b), { code: 'disk-full' })
  assert.deepEqual([ringOf(a).begun, (await headsOf(a)).ours.size], [false, 0])
  await a.restart()
  assert.equal(await blockOf(a), null)
  await talk(a, b)

  ringOf(a).fails = 'after'
  await assert.rejects(agree(a, b), { code: 'disk-full' })
  ringOf(a).reload()
  assert.deepEqual([ringOf(a).begun, (await headsOf(a)).ours.size], [true, 0])
  await lose()
  await assert.rejects(two(a), { code: 'log-begun' })
  await assert.rejects(say(a, channelTo(b, RELATION)), { code: 'held-start' })
  await two(a)
  await talk(a, b)
  const { ours } = await headsOf(a)
  assert.deepEqual([ours.epoch, ours.base], [2, 0])
  await agree(a, b)
  await ask(a)
  await talk(a, b)
  assert.deepEqual((await headsOf(b)).theirs, {
    ...(await headsOf(a)).ours,
    running: (await headsOf(b)).theirs.running,
  })
})

test('GIVE-9 no two operators begin a log while what was given back, or a head that was kept, contradicts what is here', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const lost = await newSide('bbb', [RELATION], 2)
  await agree(a, lost)
  await allow(a)
  const honest = channelTo(a, RELATION)
  const early: Given[] = []
  const keeping: Channel = {
    ...honest,
    giveBack: async (asked) => {
      const given = await honest.giveBack(asked)
      early.push(given)
      return given
    },
  }
  const anew = async (side: Side, channel: Channel, heads: string[] = []) => {
    const outcome = await rebuild(side.node, side.relation(RELATION), channel, { heads, signal, pause: 1 })
    await side.restart()
    await say(side, honest).catch(() => undefined)
    return outcome.kind === 'rebuilt' ? outcome.compared.map((one) => one.outcome) : outcome.kind
  }
  await anew(await newSide('bbb', [RELATION], 3), keeping)
  await ask(lost)
  await talk(a, lost)
  const last = await lost.store.read(RELATION, (reader) => reader.lastCheckpoint('bbb', true))
  const head = `${last?.note}${last?.cosignature}`

  const short: Channel = {
    ...honest,
    giveBack: async ({ nonce, log, start }) => {
      const found = early.find((one) => one.start === start && one.head?.note.startsWith(`${log}.`))
      if (!found) throw new LinkFailure('not-found')
      return { ...found, nonce }
    },
  }
  const b = await newSide('bbb', [RELATION], 4)
  assert.deepEqual(await anew(b, short, [head]), ['beyond'])
  await assert.rejects(two(b), { code: 'given-differs' })
  assert.deepEqual(await anew(b, honest, [head]), ['same'])
  assert.equal(await blockOf(b), null)

  const c = await newSide('bbb', [RELATION], 5)
  const spoiled: Channel = {
    ...honest,
    giveBack: async (asked) => ({ ...(await honest.giveBack(asked)), head: null }),
  }
  assert.equal(await anew(c, spoiled), 'stopped')
  await assert.rejects(two(c), { code: 'given-differs' })
  assert.ok(!(await codes(c)).includes('started-by-operators'))
  assert.deepEqual(await anew(c, honest), [])
  await two(c)
  await talk(a, c)
  const { ours } = await headsOf(c)
  assert.deepEqual([ours.epoch, ours.base], [2, (await headsOf(lost)).ours.size])
})

test('GIVE-9 a node that its operators let go on begins no log after what was given to it meanwhile contradicts it', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  await agree(a, await newSide('bbb', [RELATION], 2))
  await allow(a)
  const b = await newSide('bbb', [RELATION], 3)
  const honest = channelTo(a, RELATION)
  await say(b, honest).catch(() => undefined)
  await two(b)
  let closings = 0
  const half: Channel = {
    ...honest,
    giveBack: async (asked) => {
      const given = await honest.giveBack(asked)
      return asked.log === 'aaa' ? { ...given, head: null } : given
    },
    sync: async () => assert.fail('it is not asked again'),
    close: async (asked) => {
      closings += 1
      return honest.close(asked)
    },
  }
  await assert.rejects(say(b, half), { code: 'not-delivered' })
  // Nor does it count as given what the other side then leaves out of its answer.
  const silent: Channel = {
    ...half,
    giveBack: async () => {
      throw new LinkFailure('not-given')
    },
    sync: async (step) => ({
      ...(await honest.sync(step)),
      start: 0,
      entries: [],
      checkpoint: null,
      cosignature: null,
    }),
  }
  await assert.rejects(say(b, silent), { code: 'given-differs' })
  assert.equal(closings, 0)
  for (let round = 0; round < 3; round++) await say(b, honest)
  assert.equal((await headsOf(b)).ours.epoch, 2)
})

test('who knows that a node is an older copy is told: the file beside it, the node itself, or the counterpart', async () => {
  const older = async (side: Side) => olderBy(side.node, side.relation(RELATION), (await headsOf(side)).ours)
  const mark = { epoch: 1, size: 504 }
  const marked = await newSide(
    'bbb',
    [RELATION],
    2,
    {},
    { water: { last: () => mark, raise: async () => {} } },
  )
  assert.equal(marked.relation(RELATION).start, 'rolled-back')
  assert.deepEqual(await older(marked), { by: 'high-water', ...mark })
  marked.relation(RELATION).stated = { ours: 0, theirs: 9 }
  assert.deepEqual(await older(marked), { by: 'counterpart', epoch: 1, size: 9 })

  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  assert.equal(await older(b), null)
  await agree(a, b)
  const { ours } = await headsOf(b)
  b.relation(RELATION).grown = ours.size + 7
  await assert.rejects(ask(b), { code: 'rolled-back' })
  assert.deepEqual(await older(b), { by: 'itself', epoch: 1, size: ours.size + 7 })
})
