import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Header,
  parseHeader,
  verifyCheckpoint,
  verifyCosignatureAt,
  vkeysOf,
} from '@counterpart/protocol'
import type { StoreMethod } from '../../store/memory/memory-store.ts'
import { bare, entry, newHostile } from '../_hostile.ts'
import type { MemoryRing } from '../_ring.ts'
import { agree, ask, headsOf, RELATION, say, talk } from '../_talk.ts'
import { channelTo, fakeSigner, newSide, pass, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'
import { proofOf } from '../log/entry-proof.ts'
import { checkSigned, publicOf } from '../log/signed.ts'
import { receive } from '../receive/receive.ts'
import { makeStep } from '../send/batch.ts'
import { readKeys } from './key-record.ts'
import { destroyOld, rotateKey } from './rotate.ts'

async function pair(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  return [a, b]
}

const rotate = (side: Side, use: 'log' | 'custody' | 'seal', revoked = false) =>
  rotateKey(side.node, side.relation(RELATION), { use, revoked })
const ringOf = (side: Side) => side.relation(RELATION).ring as MemoryRing
const checkpoint = (side: Side, of: string, size: number) =>
  side.store.read(RELATION, (reader) => reader.checkpointFrom(of, size))
const codes = async (side: Side) =>
  (await side.store.read(RELATION, (reader) => reader.incidents())).map(({ code }) => code)

test('KEYS-2 KEYS-3 the key of a log changes at an entry: old up to it, both where it ends, new above', async () => {
  const [a, b] = await pair()
  const old = publicOf(a.relation(RELATION).log)
  await ask(a)
  const { index } = await rotate(a, 'log')
  await ask(a)
  await ask(a)
  const next = publicOf(a.relation(RELATION).log)
  assert.notDeepEqual(next.ed25519, old.ed25519)
  assert.equal(next.name, old.name)
  assert.equal(ringOf(a).log.length, 1, 'the old secret is destroyed')

  // The batch ends where both keys sign: nothing else would be believed, shown ahead of its turn neither.
  const step = await a.node.store.read(RELATION, (reader) =>
    makeStep(a.node, a.relation(RELATION), reader, { nonce: new Uint8Array(16) }),
  )
  assert.equal(step.start + step.entries.length, index + 1)
  await talk(a, b)
  assert.equal((await headsOf(b)).theirs.size, (await headsOf(a)).ours.size)
  assert.deepEqual(b.relation(RELATION).theirLog, next)

  const verify = async (size: number, keys: typeof old, side = b) => {
    const row = await checkpoint(side, 'aaa', size)
    assert.equal(row?.size, size)
    return verifyCheckpoint(row?.note ?? '', keys, b.node.verifier).size
  }
  const missing = { code: 'missing-signature' }
  await assert.rejects(verify(index, next, a), missing)
  assert.equal(await verify(index + 1, old), index + 1)
  assert.equal(await verify(index + 1, next), index + 1)
  const last = (await headsOf(a)).ours.size
  assert.equal(await verify(last, next), last)
  await assert.rejects(verify(last, old), missing)

  await a.restart()
  await b.restart()
  await talk(a, b)
  await ask(b)
  await ask(a)
  await talk(a, b)
  assert.deepEqual(publicOf(a.relation(RELATION).log), next)
  assert.equal((await headsOf(b)).theirs.size, (await headsOf(a)).ours.size)
  assert.deepEqual([await codes(a), await codes(b)], [[], []])
})

test('KEYS-2 KEYS-4 custody changes by an entry: receipts go on, and a side that does not know yet can ask', async () => {
  const [a, b] = await pair()
  await ask(b)
  await talk(a, b)
  pass(10, a, b)
  const old = publicOf(a.relation(RELATION).custody)
  await rotate(a, 'custody')
  assert.equal(ringOf(a).custody.length, 2, 'the old one states sizes until the change is receipted')
  await assert.rejects(rotate(a, 'custody'), { code: 'rotation-open' })
  // It holds nothing of the change, and has to hear a statement before it takes anything in.
  await b.restart()
  await ask(a)
  await talk(a, b)
  pass(10, a, b)
  await ask(b)
  await talk(a, b)
  assert.equal(b.relation(RELATION).line.waiting, 0)
  const receipt = await b.store.read(RELATION, (reader) => reader.lastCheckpoint('bbb', true))
  assert.equal(receipt?.size, (await headsOf(b)).ours.size)
  assert.notDeepEqual(publicOf(a.relation(RELATION).custody), old)
  await rotate(a, 'custody', true)
  await talk(a, b)
  assert.equal(b.relation(RELATION).keyed.theirs.custody.at(-2)?.revoked, true)
  await a.restart()
  await b.restart()
  await talk(a, b)
  assert.deepEqual([await codes(a), await codes(b)], [[], []])
})

const METHODS: StoreMethod[] = ['heads', 'keyChanges', 'lastCheckpoint', 'append', 'putCheckpoint', 'commit']

for (const use of ['log', 'custody', 'seal'] as const)
  test(`KEYS-5 whatever fails in a change (${use}), the old key goes on or the new one does, and nothing is written twice`, async () => {
    const [a, b] = await pair()
    const before = (await headsOf(a)).ours.size
    let changes = 0
    const check = async (what: string) => {
      await ask(a)
      await talk(a, b)
      assert.equal((await headsOf(b)).theirs.size, (await headsOf(a)).ours.size, what)
      const seen = a.relation(RELATION).keyed.changes.length
      assert.ok(seen - changes === 0 || seen - changes === 1, what)
      changes = seen
    }
    for (const when of ['before', 'after'] as const) {
      for (const method of METHODS) {
        const known = changes
        a.store.failNext(when, method)
        const outcome = await rotate(a, use).then(
          () => 'done',
          (error: { code?: unknown }) => String(error.code),
        )
        await check(`${method} ${when}: ${outcome}`)
        if (outcome === 'done') assert.equal(changes, known + 1, `${method} ${when}`)
      }
    }
    await a.restart()
    await b.restart()
    await talk(a, b)
    await rotate(a, use)
    await check('with what was left')
    for (const when of ['before', 'after'] as const) {
      ringOf(a).fails = when
      await assert.rejects(rotate(a, use), { code: 'disk-full' })
      const known = changes
      await check(`making it ${when}`)
      assert.equal(changes, known)
      await rotate(a, use)
      await check(`made again ${when}`)
      assert.equal(changes, known + 1)
    }
    // It was made before: what fails now is the destroying.
    ringOf(a).make(use)
    for (const when of ['before', 'after'] as const) {
      if (when === 'after') ringOf(a).make(use)
      const known = changes
      ringOf(a).fails = use === 'log' ? when : null
      await rotate(a, use)
      await check(`destroying ${when}`)
      assert.equal(changes, known + 1)
      ringOf(a).fails = use === 'log' ? null : when
      await destroyOld(a.node, a.relation(RELATION)).catch(() => undefined)
      ringOf(a).reload()
      await destroyOld(a.node, a.relation(RELATION))
      assert.equal(ringOf(a)[use].length, 1)
    }
    const rows = await a.store.read(RELATION, (reader) => reader.keyChanges(before, 0, 99))
    assert.equal(rows.filter(({ side }) => side === 'aaa').length, changes)
    assert.deepEqual([await codes(a), await codes(b)], [[], []])
  })

test('KEYS-2 a change that its old key did not sign, or that names a used key, changes nothing and is told', async () => {
  const b = await newSide('bbb', [RELATION], 2)
  const relation = b.relation(RELATION)
  relation.start = 'confirmed'
  const hostile = newHostile()
  const old = hostile.signer
  const thief = { ...fakeSigner('thief'), name: old.name }
  const change = (keys: readonly string[], use = 'log') =>
    bare({ kind: 'key', use, keys: [...keys] } as Partial<Header>)
  const give = async () => {
    const received = await receive(b.node, relation, hostile.step())
    return received.kind === 'refused' ? received.code : 'answered'
  }
  hostile.entries = [entry()]
  assert.equal(await give(), 'answered')
  const held = await headsOf(b)

  hostile.entries = [entry(), change(vkeysOf(publicOf(thief), 'log'))]
  hostile.signer = thief
  assert.equal(await give(), 'unknown-key')
  hostile.signer = old
  assert.equal(await give(), 'unknown-key')
  assert.deepEqual(await headsOf(b), held)
  assert.deepEqual(await codes(b), ['key-refused', 'key-refused'])

  // Held and receipted like whatever is in a log, and without effect.
  const custody = vkeysOf(publicOf(fakeSigner('aaa.test/aaa~bbb/test/custody')), 'custody')
  hostile.entries = [
    entry(),
    change(vkeysOf(publicOf(old), 'log')),
    change(custody, 'custody'),
    change(vkeysOf({ ...publicOf(thief), name: 'elsewhere' }, 'log')),
    change(['AAAA'], 'seal'),
  ]
  assert.equal(await give(), 'answered')
  assert.equal((await headsOf(b)).theirs.size, 5)
  assert.deepEqual(relation.keyed.changes, [])
  assert.deepEqual(relation.theirLog, publicOf(old))
  assert.equal((await codes(b)).filter((code) => code === 'key-refused').length, 6)
})

test('KEYS-6 a key for sealing goes when the other log knows of the change, and no earlier', async () => {
  const [a, b] = await pair()
  await rotate(a, 'seal')
  assert.equal(ringOf(a).seal.length, 1)
  await talk(a, b)
  pass(10, a, b)
  await rotate(a, 'seal')
  assert.equal(ringOf(a).seal.length, 2, 'what is on its way was sealed to the one before')
  await talk(a, b)
  await assert.doesNotReject(channelTo(a, RELATION).ask(new Uint8Array(16)))
  await destroyOld(a.node, a.relation(RELATION))
  assert.equal(ringOf(a).seal.length, 1)
  assert.equal(b.relation(RELATION).keyed.theirs.seals.length, 2)
  const [row] = await b.store.read(RELATION, (reader) => reader.keyChanges(0, 0, 99))
  const header = parseHeader(row?.bytes ?? new Uint8Array())
  assert.equal(header.kind === 'key' && header.use, 'seal')
})

test('KEYS-3 an answer from an older snapshot brings no old key back', async () => {
  const [a] = await pair()
  let late = () => Promise.resolve()
  await a.node.store.read(RELATION, async (reader) => {
    const heads = await reader.heads()
    const older = { ...reader, heads: async () => heads, keyChanges: reader.keyChanges.bind(reader) }
    late = () => readKeys(a.relation(RELATION), older)
  })
  await rotate(a, 'log')
  const next = publicOf(a.relation(RELATION).log)
  await late()
  assert.deepEqual(publicOf(a.relation(RELATION).log), next)
})

/** Every receipt that `a` has for its log, with its second. */
function receiptsOf(a: Side): Promise<{ size: number; time: number }[]> {
  const { keyed } = a.relation(RELATION)
  return a.store.read(RELATION, async (reader) => {
    const found: { size: number; time: number }[] = []
    for (;;) {
      const row = await reader.checkpointFrom('aaa', (found.at(-1)?.size ?? 0) + 1, true)
      if (!row?.cosignature) return found
      checkSigned(a.node, a.relation(RELATION), row)
      const { time } = verifyCosignatureAt(row.note, row.cosignature, keyed.theirs.custody, a.node.verifier)
      found.push({ size: row.size, time })
    }
  })
}

test('KEYS-4 by a clock that goes back no receipt is dated before another, and no change of custody before one', async () => {
  const [a, b] = await pair()
  await ask(b)
  pass(10, a, b)
  // Their marks are receipted without an entry of ours.
  await talk(a, b)
  b.time.now -= 5
  await rotate(a, 'log')
  await talk(a, b)
  await rotate(b, 'custody')
  const times = (await receiptsOf(a)).map(({ time }) => time)
  assert.ok(times.length > 2, `${times}`)
  assert.deepEqual(times, times.toSorted())
  const change = b.relation(RELATION).keyed.changes.at(-1)?.bytes
  assert.ok(parseHeader(change ?? assert.fail()).time >= (times.at(-1) ?? assert.fail()))
})

test('KEYS-4 a change of custody that is dated back takes back no receipt', async () => {
  const [a, b] = await pair()
  await ask(a)
  await talk(a, b)
  const before = await receiptsOf(a)
  assert.ok(before.length > 0)
  pass(100, a, b)
  await ask(a)
  await talk(a, b)
  const next = { ...publicOf(fakeSigner('next')), name: b.relation(RELATION).custody.name }
  await writes(b, [
    bare({ kind: 'key', use: 'custody', keys: vkeysOf(next, 'custody'), time: 1 } as Partial<Header>),
  ])
  // It has not the key that it named, and gives no receipt any more.
  await assert.rejects(say(b, channelTo(a, RELATION)), { code: 'key-missing' })
  assert.deepEqual(a.relation(RELATION).keyed.theirs.custody.at(-1)?.keys, next)
  const since = await receiptsOf(a)
  assert.ok(since.length > before.length)
  await a.store.read(RELATION, async (reader) => {
    const rows = await reader.entries('aaa', 0, { entries: since.at(-1)?.size ?? 0, bytes: 1_000_000 })
    for (const row of rows) await proofOf({ node: a.node, relation: a.relation(RELATION), reader }, row)
  })
})
