import assert from 'node:assert/strict'
import { test } from 'node:test'
import { custodyName, type Header, type NoteSigner, signGiveBack, vkeysOf } from '@counterpart/protocol'
import type { KeyUse } from '../../keys/key-file.ts'
import { decodeKeySteps, encodeKeySteps } from '../../wire/key-message.ts'
import { LinkFailure } from '../../wire/link.ts'
import { bare as written } from '../_hostile.ts'
import { agree, ask, headsOf, hearsNothing, lineOf, RELATION, sameRequests, say, talk } from '../_talk.ts'
import { channelTo, fakeSigner, newSide, pass, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'
import { publicOf } from '../log/signed.ts'
import { allowGiving, giveBack } from '../restore/give-back.ts'
import { confirmStart } from '../restore/statement.ts'
import { custodyOf, learnKeys } from './learned-keys.ts'
import { rotateKey } from './rotate.ts'

const WORD = 'the notebook of the watch (invented)'

/** Both have changed every key that signs, twice, with acts in between. */
async function changed(): Promise<[Side, Side]> {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  for (let round = 0; round < 2; round++)
    for (const side of [a, b])
      for (const use of ['custody', 'log'] satisfies KeyUse[]) {
        await ask(side, `before ${use} ${round}`)
        await rotateKey(side.node, side.relation(RELATION), { use })
        await talk(a, b)
        pass(10, a, b)
      }
  await ask(b, 'a last one')
  await talk(a, b)
  return [a, b]
}

/** It has the keys of its last day, and the database of none. */
async function bare(lost: Side): Promise<Side> {
  const b = await newSide('bbb', [RELATION], 3)
  const relation = b.relation(RELATION)
  const { ring } = lost.relation(RELATION)
  relation.ring = ring
  relation.custody = ring?.custody.at(-1) ?? assert.fail()
  b.time.now = lost.time.now
  return b
}

test('KEYS-9 a node that lost what changed the keys learns it from its counterpart, and has everything back', async () => {
  const [a, lost] = await changed()
  const b = await bare(lost)
  const line = lineOf(b, a)
  // Nothing of what is said there is signed under a key that two operators compared.
  await assert.rejects(say(b, { ...line, keys: async () => new Map() }), { code: 'bad-statement' })
  await assert.rejects(say(b, line), { code: 'rolled-back' })
  await confirmStart(b.node, b.relation(RELATION), ['one', 'two'], WORD)
  await allowGiving(a.node, a.relation(RELATION), ['three', 'four'], WORD)
  await say(b, line)
  const [ours, theirs, before] = [await headsOf(b), await headsOf(a), await headsOf(lost)]
  assert.equal(ours.theirs.size, theirs.ours.size)
  assert.deepEqual([ours.ours.epoch, ours.ours.base], [2, before.ours.size])
  await ask(b, 'after it')
  for (let round = 0; round < 5; round++) {
    await say(b, line)
    await say(a, lineOf(a, b))
  }
  assert.equal((await headsOf(a)).theirs.size, (await headsOf(b)).ours.size)
  assert.equal((await headsOf(b)).theirs.size, (await headsOf(a)).ours.size)
  const incidents = await a.store.read(RELATION, (reader) => reader.incidents())
  assert.ok(!incidents.some(({ code }) => code === 'fork' || code === 'verdict-differs'))
})

const backedUp = (side: Side) => side.store.rows(RELATION).copy()
const codes = (side: Side) =>
  side.store.read(RELATION, async (reader) => (await reader.incidents()).map(({ code }) => code))

for (const epoch of ['first', 'second'])
  test(`ANSWER-9 KEYS-9 a copy of disk and keys from before the log's key was changed in its ${epoch} epoch is shown what changed it, and has everything back`, async () => {
    const [a, lost] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
    await agree(a, lost)
    const copy = backedUp(lost)
    if (epoch === 'second') {
      await lost.store.locked(RELATION, (writer) =>
        writer.putIncident(lost.time.now, 'restored', { ours: 0 }),
      )
      await lost.restart()
      await say(lost, lineOf(lost, a)).catch(() => undefined)
      await confirmStart(lost.node, lost.relation(RELATION), ['one', 'two'], WORD)
      for (let round = 0; round < 3; round++) await talk(a, lost)
      assert.equal((await headsOf(lost)).ours.epoch, 2)
    }
    await rotateKey(lost.node, lost.relation(RELATION), { use: 'log' })
    await ask(lost, 'after the change')
    await talk(a, lost)

    // Its key file knows the first key alone.
    const b = await newSide('bbb', [RELATION], 3)
    b.store.bringBack(RELATION, copy)
    await b.restart()
    const line = lineOf(b, a)
    const down = async () => {
      throw new LinkFailure('line-down')
    }
    for (const keys of [async () => new Map(), down])
      await assert.rejects(say(b, { ...line, keys }), { code: 'size-unproven' })
    assert.deepEqual(await codes(b), ['size-unproven', 'size-unproven'])
    await assert.rejects(say(b, line), { code: 'rolled-back' })
    assert.equal((await codes(b)).length, 3)
    await confirmStart(b.node, b.relation(RELATION), ['one', 'two'], WORD)
    await allowGiving(a.node, a.relation(RELATION), ['three', 'four'], WORD)
    for (let round = 0; round < 3; round++) await say(b, line)
    const { ours } = await headsOf(b)
    assert.deepEqual([ours.epoch > 1, ours.base], [true, (await headsOf(lost)).ours.size])
    await ask(b, 'and goes on')
    await talk(a, b)
    assert.equal((await headsOf(a)).theirs.size, (await headsOf(b)).ours.size)
    assert.ok(!(await codes(a)).includes('fork'))
  })

test('KEYS-9 EPOCH-6 a log that began under custody keys which were changed since is taken back as well', async () => {
  const [a, lost] = await changed()
  await a.store.locked(RELATION, (writer) => writer.putIncident(a.time.now, 'restored', { ours: 0 }))
  await a.restart()
  await say(a, lineOf(a, lost)).catch(() => undefined)
  await confirmStart(a.node, a.relation(RELATION), ['one', 'two'], WORD)
  await ask(lost, 'while it begins')
  for (let round = 0; round < 3; round++) await talk(a, lost)
  for (const side of [a, lost]) {
    pass(10, a, lost)
    await rotateKey(side.node, side.relation(RELATION), { use: 'custody' })
    await talk(a, lost)
  }
  assert.equal((await headsOf(a)).ours.epoch, 2)

  const b = await bare(lost)
  const line = lineOf(b, a)
  await assert.rejects(say(b, line), { code: 'rolled-back' })
  await confirmStart(b.node, b.relation(RELATION), ['one', 'two'], WORD)
  await allowGiving(a.node, a.relation(RELATION), ['three', 'four'], WORD)
  await say(b, line)
  assert.equal((await headsOf(b)).theirs.size, (await headsOf(a)).ours.size)
  assert.equal((await headsOf(b)).theirs.epoch, 2)
})

test('KEYS-9 steps that were cut, turned round or signed by another bring nobody further than they lead', async () => {
  const [a, lost] = await changed()
  const steps = await channelTo(a, RELATION).keys()
  const known = async (given: typeof steps) => {
    const b = await bare(lost)
    learnKeys(b.node, b.relation(RELATION), given)
    return b.relation(RELATION).learned?.theirs.custody.length
  }
  const only = (change: (since: readonly object[]) => readonly object[]) =>
    new Map([...steps].map(([side, since]) => [side, change(since)])) as typeof steps
  assert.equal(await known(steps), 3)
  // A key that its owner leaves out is one fewer, and the log itself names the next.
  assert.equal(await known(only((since) => since.slice(1))), 2)
  assert.equal(await known(only((since) => since.slice(0, 2))), 2)
  assert.equal(await known(only((since) => since.toReversed())), 1)
  const [first = [], second = []] = [...steps.values()]
  assert.equal(
    await known(
      new Map([
        ['aaa', second],
        ['bbb', first],
      ]),
    ),
    1,
  )
})

/** Takes everything back and goes on; nobody is accused. */
async function recovers(a: Side, lost: Side): Promise<void> {
  const b = await bare(lost)
  const line = lineOf(b, a)
  await assert.rejects(say(b, line), { code: 'rolled-back' })
  await confirmStart(b.node, b.relation(RELATION), ['one', 'two'], WORD)
  await allowGiving(a.node, a.relation(RELATION), ['three', 'four'], WORD)
  for (let round = 0; round < 4 && (await headsOf(b)).ours.epoch === 1; round++)
    await say(b, line).catch(() => undefined)
  assert.equal((await headsOf(b)).ours.epoch, 2)
  for (let round = 0; round < 5; round++) {
    await say(b, line)
    await say(a, lineOf(a, b))
  }
  assert.equal((await headsOf(a)).theirs.size, (await headsOf(b)).ours.size)
  assert.equal((await headsOf(b)).theirs.size, (await headsOf(a)).ours.size)
  for (const side of [a, b]) {
    const incidents = await side.store.read(RELATION, (reader) => reader.incidents())
    assert.deepEqual(
      incidents.filter(({ code }) => ['given-differs', 'fork', 'verdict-differs'].includes(code)),
      [],
    )
  }
}

test('GIVE-3 KEYS-9 receipts under a key whose change it never receipted keep nobody from what it signed itself', async () => {
  const [a, lost] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, lost)
  await rotateKey(a.node, a.relation(RELATION), { use: 'custody' })
  pass(10, a, lost)
  await ask(lost, 'held by the other side, which never heard that it was told so')
  await hearsNothing(lost, a)
  await recovers(a, lost)
})

test('KEYS-7 KEYS-9 changes that crossed, each held under the key that the other names, are followed together', async () => {
  const [a, lost] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, lost)
  for (const side of [a, lost]) await rotateKey(side.node, side.relation(RELATION), { use: 'custody' })
  pass(10, a, lost)
  for (const side of [a, lost]) await ask(side)
  await talk(a, lost)
  for (const use of ['log', 'custody'] satisfies KeyUse[]) {
    await rotateKey(a.node, a.relation(RELATION), { use })
    await talk(a, lost)
  }
  await recovers(a, lost)
})

/** The same two sides, however often. */
function agreed(): Promise<[Side, Side]> {
  return sameRequests(async () => {
    const both: [Side, Side] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
    await agree(...both)
    return both
  })
}

test('KEYS-9 KEYS-4 who has keys that were revoked teaches nobody another change of them', async () => {
  const [[a, b], [, thief]] = [await agreed(), await agreed()]
  pass(100, a, b, thief)
  for (const use of ['log', 'custody'] satisfies KeyUse[]) {
    await rotateKey(b.node, b.relation(RELATION), { use, revoked: true })
    await talk(a, b)
    pass(10, a, b, thief)
  }
  const name = custodyName('bbb.test', RELATION)
  const keys = [1, 2].map((number) => ({ ...fakeSigner(`thief ${number}`), name }))
  const change = { kind: 'key', use: 'custody', seen: 1, time: thief.time.now } as const
  await writes(
    thief,
    keys.map((key) =>
      written({ ...change, keys: [...vkeysOf(publicOf(key), 'custody')] } as Partial<Header>),
    ),
  )
  const relation = a.relation(RELATION)
  const known = custodyOf(relation, 'bbb')
  learnKeys(a.node, relation, await channelTo(thief, RELATION).keys())
  assert.deepEqual(custodyOf(relation, 'bbb'), known)
  const asked = { relation: RELATION, from: 'bbb', nonce: new Uint8Array(16), log: 'aaa', start: 0, end: 2 }
  const asks = (signer: NoteSigner) =>
    giveBack(a.node, relation, signGiveBack({ ...asked, time: a.time.now }, signer))
  const [last] = keys.slice(-1)
  assert.ok(last)
  assert.deepEqual(await asks(last), { kind: 'refused', code: 'unknown-key' })
  assert.equal((await asks(b.relation(RELATION).custody)).kind, 'given')
})

test('KEYS-9 what an author tells alone costs its reader a few verifications for each step, and no endless list is read', async () => {
  const [[a], [, teller]] = [await agreed(), await agreed()]
  const STEPS = 40
  for (let at = 0; at < STEPS; at++) {
    const keys = { ...fakeSigner(`teller ${at}`), name: custodyName('bbb.test', RELATION) }
    const change = { kind: 'key', use: 'custody', seen: 1, time: teller.time.now + at } as const
    await writes(teller, [
      written({ ...change, keys: [...vkeysOf(publicOf(keys), 'custody')] } as Partial<Header>),
    ])
  }
  const steps = await channelTo(teller, RELATION).keys()
  assert.equal(steps.get('bbb')?.length, STEPS)
  let verified = 0
  const { verifier } = a.node
  a.node.verifier = {
    ed25519: (...asked) => {
      verified += 1
      return verifier.ed25519(...asked)
    },
    mlDsa44: (...asked) => verifier.mlDsa44(...asked),
  }
  learnKeys(a.node, a.relation(RELATION), steps)
  assert.equal(custodyOf(a.relation(RELATION), 'bbb').length, STEPS + 1)
  assert.ok(verified < 12 * STEPS, `${verified}`)
  const many = (length: number) =>
    new Map(['aaa', 'bbb'].map((side) => [side, Array.from({ length }, () => ({ proof: '' }))]))
  assert.throws(() => decodeKeySteps(encodeKeySteps(many(1001))), { code: 'bad-step' })
  assert.equal(decodeKeySteps(encodeKeySteps(many(1000))).size, 2)
})
