import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openingKey } from '../keys/sealing.ts'
import { sealedChannel } from '../outbound/sealed-channel.ts'
import { answerSealed } from '../peer/answer.ts'
import { MemoryPouches } from '../store/memory/pouches.ts'
import { memoryRing } from '../uses/_ring.ts'
import { agree, ask, headsOf, RELATION, say } from '../uses/_talk.ts'
import { newSide, pass, type Side } from '../uses/_world.ts'
import { careForKeys, keyDates } from '../uses/keys/key-care.ts'
import type { Link } from '../wire/link.ts'
import { openMessage } from '../wire/seal.ts'
import { sealsOf } from '../wire/seals-of.ts'
import { bring, type Carrier, series } from './_carry.ts'
import { Pouches } from './pouches.ts'

interface Sealed extends Carrier {
  /** Every sealed question that left here. */
  left: Uint8Array[]
  talk(): Promise<void>
}

/** Exchanged by both. */
const FIRST = [1, 2].map((seed) => openingKey(new Uint8Array(32).fill(seed)))

async function sealing(): Promise<[Sealed, Sealed]> {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const base64 = (key: { publicKey: Uint8Array }) => Buffer.from(key.publicKey).toString('base64')
  const made = (side: Side, own: number): Sealed => {
    const [ours, theirs] = [FIRST[own], FIRST[1 - own]]
    if (!ours || !theirs) throw new Error('no keys')
    const relation = side.relation(RELATION)
    relation.exchanged.seals = [base64(ours), base64(theirs)]
    relation.keysMade = { ours: side.time.now, theirs: side.time.now }
    relation.ring = memoryRing({ log: () => relation.log.name, custody: relation.custody.name }, [ours])
    const seals = sealsOf(relation, { ours, theirs })
    const shelf = new MemoryPouches()
    const pouches = new Pouches(side.node, relation, seals, shelf)
    return { side, seals, shelf, pouches, left: [], talk: () => Promise.resolve() }
  }
  const both: [Sealed, Sealed] = [made(a, 0), made(b, 1)]
  for (const [one, other] of [both, [both[1], both[0]] as const]) {
    const link: Link = {
      exchange(sealed) {
        one.left.push(sealed)
        return answerSealed(
          other.side.node,
          { relation: other.side.relation(RELATION), seals: other.seals },
          sealed,
        )
      },
    }
    const channel = sealedChannel(one.side.node, one.side.relation(RELATION), one.seals, link)
    one.talk = async () => {
      for (let round = 0; round < 9; round++) if ((await say(one.side, channel)) === 'done') return
    }
  }
  return both
}

test('KEYS-6 what was captured or carried before a change of keys cannot be opened after it, and all goes on', async () => {
  const [a, b] = await sealing()
  await ask(a.side)
  const [old] = await series(a)
  await a.talk()
  await b.talk()
  const captured = a.left.at(-1) ?? new Uint8Array()
  const open = (sealed: Uint8Array) => openMessage(b.side.relation(RELATION), b.seals, sealed)
  assert.ok((await open(captured)).length > 0)

  // By itself, when it is old enough; not a second sooner.
  pass(30 * 86_400 - 1, a.side, b.side)
  await b.talk()
  const first = b.seals.ours.id
  await careForKeys(b.side.node, b.side.relation(RELATION))
  assert.equal(b.seals.ours.id, first)
  pass(1, a.side, b.side)
  await careForKeys(b.side.node, b.side.relation(RELATION))
  assert.notEqual(b.seals.ours.id, first)
  assert.equal(a.seals.theirs.id, first)

  // It was sealed before the other side knew, by pouch and by line: it is opened, for the old key is still there.
  await ask(a.side)
  const carried = await series(a)
  for (const { bytes } of carried) assert.equal((await bring(b, bytes)).refused, null)
  assert.ok((await open(captured)).length > 0)
  await a.talk()
  await b.talk()
  assert.equal(a.seals.theirs.id, b.seals.ours.id)
  await careForKeys(b.side.node, b.side.relation(RELATION))
  assert.equal(b.side.relation(RELATION).ring?.seal.length, 1)

  const unknown = { code: 'unknown-key' }
  await assert.rejects(open(captured), unknown)
  await assert.rejects(bring(b, old?.bytes ?? new Uint8Array()), { code: 'pouch-unknown-key' })
  await ask(a.side)
  await a.talk()
  const [again] = await series(a, 0)
  assert.deepEqual((await bring(b, again?.bytes ?? new Uint8Array())).refused, null)
  assert.equal((await headsOf(b.side)).theirs.size, (await headsOf(a.side)).ours.size)
  const now = keyDates(b.side.node, b.side.relation(RELATION)).find(
    ({ side, use }) => side === 'bbb' && use === 'seal',
  )
  assert.equal(now?.since, b.side.time.now)
  assert.equal(now?.state, 'good')
})

test('KEYS-9 a node with an empty database speaks with one whose sealing key is another than the exchanged one', async () => {
  const [a, b] = await sealing()
  pass(31 * 86_400, a.side, b.side)
  await b.talk()
  await careForKeys(b.side.node, b.side.relation(RELATION))
  await b.talk()
  await ask(a.side)
  await a.talk()
  await careForKeys(b.side.node, b.side.relation(RELATION))
  assert.equal(b.side.relation(RELATION).ring?.seal.length, 1)

  const lost = await newSide('aaa', [RELATION], 9)
  lost.time.now = a.side.time.now
  const relation = lost.relation(RELATION)
  const { id, publicKey } = FIRST[1] ?? assert.fail()
  const seals = sealsOf(relation, { ours: FIRST[0] ?? assert.fail(), theirs: { id, publicKey } })
  const asked: number[] = []
  const peer = { relation: b.side.relation(RELATION), seals: b.seals }
  const link: Link = {
    exchange(sealed) {
      asked.push(sealed.length)
      return answerSealed(b.side.node, peer, sealed)
    },
  }
  const channel = sealedChannel(lost.node, relation, seals, link)
  assert.match(await channel.ask(new Uint8Array(16), new AbortController().signal), /^counterpart statement/)
  assert.equal(seals.theirs.id, b.seals.ours.id)
  // Once: refused, told the keys, heard.
  assert.equal(asked.length, 3)
  await channel.ask(new Uint8Array(16), new AbortController().signal)
  assert.equal(asked.length, 4)
})
