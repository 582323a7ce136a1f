/** A peer that signs without end what a node has to keep: it fills what is kept for that, and nothing else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  base64,
  custodyName,
  type Header,
  logOrigin,
  type Step,
  signClosing,
  utf8,
  vkeysOf,
} from '@counterpart/protocol'
import { allApart } from '../_apart.ts'
import { asksEnd } from '../_asks-end.ts'
import { beginning } from '../_beginning.ts'
import { bare, entry, type Hostile, newHostile } from '../_hostile.ts'
import { agree, ask, headsOf, RELATION } from '../_talk.ts'
import { fakeSigner, newSide, type Side, sealingKeyOf } from '../_world.ts'
import { writes } from '../_writes.ts'
import { rotateKey } from '../keys/rotate.ts'
import { rootAt } from '../log/heads.ts'
import { publicOf } from '../log/signed.ts'
import { type Bounds, boundsOf } from './bounds.ts'
import { receive } from './receive.ts'

async function world(bounds: Partial<Bounds>): Promise<{ a: Side; b: Side; hostile: Hostile }> {
  const a = await newSide('aaa', [RELATION], 1, {}, { bounds: { ...boundsOf(), ...bounds } })
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  const rows = await a.store.read(RELATION, (reader) => reader.entries('bbb', 0, { entries: 99, bytes: 1e6 }))
  const hostile = newHostile('bbb')
  hostile.entries = rows.map((row) => ({ header: row.bytes, parts: [] }))
  return { a, b, hostile }
}

async function proofs({ store }: Side, code: string): Promise<Record<string, unknown>[]> {
  const rows = await store.read(RELATION, (reader) => reader.incidents(99, [code]))
  return rows.map(({ detail }) => detail as Record<string, unknown>)
}
const kept = allApart
const close = async (a: Side) => asksEnd(a, (await headsOf(a)).theirs.epoch)

async function codeOf(a: Side, step: Step): Promise<string> {
  const received = await receive(a.node, a.relation(RELATION), step)
  return received.kind === 'refused' ? received.code : received.kind
}

for (const [what, late] of [
  ['number', { entries: 3, bytes: 2 ** 30 }],
  ['size', { entries: 1000, bytes: 3 * 9000 }],
] as const)
  test(`EPOCH-12 a peer that signs on and on in a log that has ended has no more kept than a ${what}`, async () => {
    const { a, b, hostile } = await world({ late })
    await close(a)
    const { theirs } = await headsOf(a)
    const sent: Step[] = []
    for (let i = 0; i < 6; i++) {
      hostile.entries.push(entry({ seen: theirs.running, kept: { title: `${i} ${'x'.repeat(3000)}` } }))
      sent.push(hostile.step({ start: theirs.size + i }))
    }
    const [first, second, third, ...more] = sent as [Step, Step, Step, ...Step[]]
    // All at once is as much as one after the other.
    assert.equal(await codeOf(a, hostile.step({ start: theirs.size })), 'late-full')
    assert.deepEqual(await kept(a), [])
    for (const step of [first, second, third]) assert.equal(await codeOf(a, step), 'epoch-closed')
    const before = await kept(a)
    assert.equal(before.length, 3)
    for (const [place, step] of [...more, ...more].entries()) {
      // Behind what was refused there is a gap.
      assert.equal(await codeOf(a, step), place % more.length === 0 ? 'late-full' : 'answer')
      assert.deepEqual(await kept(a), before)
    }
    // What is kept already is no more of it.
    assert.equal(await codeOf(a, second), 'epoch-closed')

    const told = await proofs(a, 'late-full')
    assert.deepEqual(
      told.map(({ received }) => received),
      [hostile.note()],
    )

    // Whoever begins anew is not held up by it.
    const next = beginning(a, b, await headsOf(a), { closing: { time: 9_999_999_999 } })
    assert.equal(await codeOf(a, next), 'answer')
    await ask(a, 'and on')
    assert.equal((await headsOf(a)).theirs.epoch, 2)
  })

test('EPOCH-8 of two continuations of one log that ended the first is kept, and never mixed with another', async () => {
  const { a, hostile } = await world({})
  await close(a)
  const { theirs } = await headsOf(a)
  const begun = [...hostile.entries]
  const says = (...titles: string[]) =>
    titles.map((title) => entry({ seen: theirs.running, kept: { title } }))
  const send = (from = 0) => codeOf(a, hostile.step({ start: theirs.size + from }))

  hostile.entries = [...begun, ...says('one', 'two')]
  assert.equal(await send(), 'epoch-closed')
  const before = await kept(a)
  for (const titles of [['other'], ['one', 'other'], ['other', 'two', 'three', 'four']]) {
    hostile.entries = [...begun, ...says(...titles)]
    assert.equal(await send(), 'late-other', `${titles}`)
    assert.deepEqual(await kept(a), before)
  }
  assert.deepEqual(
    (await proofs(a, 'late-other')).map(({ side, epoch }) => [side, epoch]),
    [['bbb', 1]],
    'once, with the first',
  )

  hostile.entries = [...begun, ...says('one', 'two', 'three')]
  assert.equal(await send(1), 'epoch-closed')
  assert.equal(await send(), 'epoch-closed')
  assert.equal((await kept(a)).length, 3)
})

test('EPOCH-13 a peer that begins log after log is told to stop, and no log is ended by that', async () => {
  const { a, b, hostile } = await world({ logs: 3 })
  let last: Step | null = null
  for (const number of [2, 3]) {
    const closed = await close(a)
    assert.ok(closed.kind === 'closed')
    last = beginning(a, b, await headsOf(a), { number, note: closed.note })
    assert.equal(await codeOf(a, last), 'answer')
  }
  const before = await headsOf(a)
  for (let i = 0; i < 3; i++) assert.deepEqual(await close(a), { kind: 'refused', code: 'logs-full' })
  assert.deepEqual(await headsOf(a), before)
  assert.equal(before.theirs.closed, false)
  const told = await proofs(a, 'logs-full')
  assert.deepEqual(
    told.map(({ header, received }) => [utf8(String(header)), received]),
    [[last?.entries[0]?.header, last?.checkpoint]],
  )

  // What is refused is another log: the last one ends only with its author.
  hostile.signer = fakeSigner(logOrigin('bbb.test', RELATION, 3))
  hostile.entries = [...(last?.entries ?? []), bare({ kind: 'mark', seen: before.ours.size })]
  const goesOn = hostile.step({
    epoch: 3,
    start: before.theirs.size,
    entries: hostile.entries.slice(1),
    checkpoint: hostile.note(),
  })
  assert.equal(await codeOf(a, goesOn), 'answer')
  assert.equal((await headsOf(a)).theirs.size, before.theirs.size + 1)

  // With more room it may end, and what it then was promised holds with less.
  a.node.bounds = { ...a.node.bounds, logs: 4 }
  const closed = await close(a)
  assert.ok(closed.kind === 'closed')
  a.node.bounds = { ...a.node.bounds, logs: 3 }
  assert.equal((await close(a)).kind, 'closed')
})

test('EPOCH-13 whoever has a key of ours begins no logs beyond the bound on ends that we never stated', async () => {
  const { a, b } = await world({ logs: 3 })
  const began: string[] = []
  for (let number = 2; number < 6; number++) {
    const heads = await headsOf(a)
    const { epoch, size } = heads.theirs
    const note = signClosing(
      {
        relation: RELATION,
        from: 'aaa',
        nonce: new Uint8Array(16),
        epoch,
        size,
        root: rootAt(heads.theirs),
        cosigned: 0,
        time: a.time.now,
      },
      fakeSigner(custodyName('aaa.test', RELATION)),
    )
    began.push(await codeOf(a, beginning(a, b, heads, { number, note })))
  }
  assert.deepEqual(began, ['answer', 'answer', 'epoch-refused', 'epoch-refused'])
  assert.equal((await headsOf(a)).theirs.epoch, 3)
})

test('KEYS-2 of changes of keys without end so many count as every evidence can prove', async () => {
  const { a, hostile } = await world({})
  const { theirs } = await headsOf(a)
  const name = custodyName('bbb.test', RELATION)
  const change = (of: string) =>
    bare({
      kind: 'key',
      use: 'custody',
      keys: vkeysOf({ ...publicOf(fakeSigner(of)), name }, 'custody'),
    } as Partial<Header>)
  hostile.entries.push(...Array.from({ length: 510 }, (_, at) => change(`key ${at}`)))
  assert.equal(await codeOf(a, hostile.step({ start: theirs.size })), 'answer')
  assert.equal(a.relation(RELATION).keyed.theirs.custody.length, 501)
  assert.equal(a.relation(RELATION).keyed.changes.length, 500)
  await a.restart()
  assert.equal((await headsOf(a)).theirs.size, theirs.size + 510)
  assert.equal((await proofs(a, 'key-refused')).length, 10)
})

test('KEYS-2 beyond what counts no change is recorded, and no key is made for it', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  await agree(a, await newSide('bbb', [RELATION], 2))
  const relation = a.relation(RELATION)
  const change = (at: number) =>
    bare({ kind: 'key', use: 'seal', keys: [base64(sealingKeyOf(`key ${at}`).publicKey)] } as Partial<Header>)
  await writes(
    a,
    Array.from({ length: 400 }, (_, at) => change(at)),
  )
  const [before, keys] = [(await headsOf(a)).ours.size, relation.ring?.seal.length]
  for (let time = 0; time < 2; time++)
    await assert.rejects(rotateKey(a.node, relation, { use: 'seal' }), { code: 'keys-full' })
  assert.equal(relation.keyed.ours.seals.length, 400)
  assert.equal((await headsOf(a)).ours.size, before)
  assert.equal(relation.ring?.seal.length, keys)
  assert.equal((await rotateKey(a.node, relation, { use: 'custody' })).fresh, true)
})
