import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Given } from '@counterpart/protocol'
import { allow, two } from '../uses/_brought-back.ts'
import { act, agree, ask, headsOf, RELATION, say, talk } from '../uses/_talk.ts'
import { channelTo, newSide, type Side } from '../uses/_world.ts'
import { LinkFailure } from '../wire/link.ts'
import type { Channel } from './channel.ts'
import { rebuild } from './rebuild.ts'

const signal = new AbortController().signal

async function worked(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  for (let i = 0; i < 5; i++) {
    const { dossier, leaf } = await ask(i % 2 ? a : b, `question ${i}`)
    await talk(a, b)
    await act(i % 2 ? b : a, dossier, 'answer', { on: leaf, fields: { outcome: 'yes' } })
    await talk(a, b)
  }
  return [a, b]
}

const codes = (side: Side) =>
  side.store.read(RELATION, async (reader) => (await reader.incidents()).map(({ code }) => code))
const dossiers = (side: Side) =>
  side.store.read(RELATION, async (reader) =>
    (await reader.dossiers({ limit: 100 }))
      .map(({ id, settled, ahead }) => JSON.stringify([id, settled, ahead]))
      .sort(),
  )
const rebuilt = (side: Side, channel: Channel, heads: readonly string[] = []) =>
  rebuild(side.node, side.relation(RELATION), channel, { heads, signal, pause: 1 })

/** As somebody kept it elsewhere: the note and the receipt of the other side. */
async function keptHead(side: Side, of: string): Promise<string> {
  const row = await side.store.read(RELATION, (reader) => reader.lastCheckpoint(of, true))
  assert.ok(row?.cosignature)
  return row.note + row.cosignature
}

test('GIVE-7 the register is made anew from the keys alone, wherever it ends in between, and its log is not continued', async () => {
  const [a, lost] = await worked()
  const heads = [await keptHead(lost, 'aaa'), await keptHead(lost, 'bbb')]
  const expected = await dossiers(lost)
  for (const stop of [1, 2, 3, 4]) {
    const b = await newSide('bbb', [RELATION], 3)
    a.relation(RELATION).giving.until = 0
    assert.deepEqual(await rebuilt(b, channelTo(a, RELATION), heads), { kind: 'stopped', code: 'not-given' })
    await allow(a)
    let calls = 0
    const dying: Channel = {
      ...channelTo(a, RELATION),
      giveBack: async (asked) => {
        calls += 1
        if (calls === stop) b.die(stop % 2 ? 'kept' : 'lost')
        return channelTo(a, RELATION).giveBack(asked)
      },
    }
    await assert.rejects(rebuilt(b, dying, heads), { code: 'stopping' })
    await b.restart()
    const outcome = await rebuilt(b, channelTo(a, RELATION), heads)
    assert.equal(outcome.kind, 'rebuilt')
    if (outcome.kind !== 'rebuilt') return
    assert.deepEqual(
      outcome.compared.map((one) => [one.side, one.outcome]),
      [
        ['aaa', 'same'],
        ['bbb', 'same'],
      ],
    )
    for (const { entries, stated, parts } of outcome.logs) {
      assert.ok(entries > 0 && parts.held > 0)
      assert.deepEqual([stated, parts.held], [entries, parts.named])
    }
    assert.deepEqual(await dossiers(b), expected)

    await b.restart()
    const { ours } = await headsOf(b)
    await say(b, channelTo(a, RELATION)).catch(() => undefined)
    assert.equal(b.relation(RELATION).restored, 'heard')
    await assert.rejects(ask(b, 'too early'), { code: 'held-start' })
    assert.equal((await headsOf(b)).ours.size, ours.size)
    if (stop < 4) continue
    await two(b)
    await talk(a, b)
    await ask(b, 'after it')
    await talk(a, b)
    assert.equal((await headsOf(a)).theirs.epoch, 2)
    assert.deepEqual(await dossiers(a), await dossiers(b))
    await assert.rejects(rebuilt(b, channelTo(a, RELATION)), { code: 'not-empty' })
  }
})

test('GIVE-7 a register that anybody has worked in is not made anew', async () => {
  const [a, b] = await worked()
  await allow(a)
  const before = await headsOf(b)
  await assert.rejects(rebuilt(b, channelTo(a, RELATION)), { code: 'not-empty' })
  assert.deepEqual(await headsOf(b), before)
  assert.deepEqual(await codes(b), [])
})

test('GIVE-8 a head that was kept elsewhere shows what was held back, and what is no head begins nothing', async () => {
  const [a, lost] = await worked()
  await allow(a)
  const early = await keptHead(lost, 'bbb')
  const old: Given[] = []
  const honest = channelTo(a, RELATION)
  const first = await newSide('bbb', [RELATION], 4)
  await rebuilt(first, {
    ...honest,
    giveBack: async (asked) => {
      const given = await honest.giveBack(asked)
      old.push(given)
      return given
    },
  })
  await ask(lost, 'what is held back')
  await talk(a, lost)
  const late = await keptHead(lost, 'bbb')

  const short: Channel = {
    ...honest,
    giveBack: async (asked) => {
      const found = old.find(
        ({ start, head }) => start === asked.start && head?.note.startsWith(`${asked.log}.`),
      )
      if (!found) throw new LinkFailure('not-found')
      return { ...found, nonce: asked.nonce }
    },
  }
  const b = await newSide('bbb', [RELATION], 5)
  const noHead = [
    '',
    'nothing',
    early.replace('bbb.test', 'ccc.test'),
    early.slice(0, -200),
    late.replace(/\n[0-9]+\n/, '\n1\n'),
  ]
  for (const text of noHead)
    assert.deepEqual(await rebuilt(b, short, [early, text]), { kind: 'no-head', which: 1 })
  assert.deepEqual([await codes(b), (await headsOf(b)).ours.size], [[], 0])

  // No number of other lies on one day hides it.
  for (let lie = 0; lie < 21; lie++) {
    const giveBack: Channel['giveBack'] = async (asked) => ({
      ...(await honest.giveBack(asked)),
      head: { note: `no head ${lie}`, cosignature: null },
    })
    await rebuilt(b, { ...honest, giveBack }, [early, late])
  }
  const outcome = await rebuilt(b, short, [early, late])
  assert.equal(outcome.kind, 'rebuilt')
  if (outcome.kind !== 'rebuilt') return
  assert.deepEqual(
    outcome.compared.map((one) => one.outcome),
    ['same', 'beyond'],
  )
  const told = await b.store.read(RELATION, (reader) => reader.incidents(100, ['given-differs']))
  assert.ok(told.some(({ detail }) => (detail as { kept?: string }).kept === late))
  const [own] = outcome.logs
  assert.ok(own && own.stated > own.entries)
})

test('GIVE-7 a line that is down for a while is waited for, one that stays down is said', async () => {
  const [a] = await worked()
  await allow(a)
  const honest = channelTo(a, RELATION)
  let calls = 0
  const bad: Channel = {
    ...honest,
    giveBack: async (asked) => {
      calls += 1
      if (calls % 3) throw new LinkFailure('line-down')
      return honest.giveBack(asked)
    },
  }
  const b = await newSide('bbb', [RELATION], 6)
  const seen: number[] = []
  const outcome = await rebuild(b.node, b.relation(RELATION), bad, {
    heads: [],
    signal,
    pause: 1,
    progress: (done, of) => seen.push(done / of),
  })
  assert.equal(outcome.kind, 'rebuilt')
  assert.deepEqual([seen[0], seen.at(-1)], [0, 1])
  assert.deepEqual(
    seen,
    seen.toSorted((x, y) => x - y),
  )
  const down: Channel = { ...honest, ask: () => Promise.reject(new LinkFailure('line-down')) }
  assert.deepEqual(await rebuilt(b, down), { kind: 'stopped', code: 'line-down' })
})
