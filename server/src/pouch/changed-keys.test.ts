import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeStep, newPouchWriter } from '@counterpart/protocol'
import { ask, headsOf, RELATION, talk } from '../uses/_talk.ts'
import { pass } from '../uses/_world.ts'
import { rotateKey } from '../uses/keys/rotate.ts'
import { makeStep } from '../uses/send/batch.ts'
import { sealMessage } from '../wire/seal.ts'
import { bring, type Carrier, carriers, series } from './_carry.ts'
import { MOST_ASIDE } from './limits.ts'
import { headOf } from './plan.ts'

const rotate = ({ side }: Carrier) => rotateKey(side.node, side.relation(RELATION), { use: 'log' })
const receipted = async ({ side }: Carrier) =>
  (await side.store.read(RELATION, (reader) => reader.lastCheckpoint(side.node.party, true)))?.size

test('POUCH-6 what is signed with a key that a part before it names waits for that, in nobody else’s room', async () => {
  const [a, b] = await carriers()
  await ask(a.side)
  await rotate(a)
  for (let i = 0; i < 2; i++) await ask(a.side)
  const files = await series(a)
  const last = files.at(-1)?.bytes ?? assert.fail()
  // All the room is taken by what nobody can have signed: of two such neither has a right to it.
  const forged = { epoch: 1, start: 8000, end: 8001 }
  await b.shelf.putAside(RELATION, forged, new Uint8Array(MOST_ASIDE))
  await assert.rejects(bring(b, last), { code: 'pouch-no-room' })
  await b.shelf.dropAside(RELATION, forged)
  for (const { bytes } of files.slice(1).toReversed()) assert.equal((await bring(b, bytes)).aside, 1)
  // What is signed by a key that is known finds room before what is not, however near that says it is.
  const near = { epoch: 1, start: files[1]?.file.start ?? assert.fail(), end: 8001 }
  const own = (await b.shelf.aside(RELATION)).find(({ start }) => start === near.start) ?? assert.fail()
  await b.shelf.dropAside(RELATION, own)
  await b.shelf.putAside(RELATION, near, new Uint8Array(MOST_ASIDE))
  assert.equal((await bring(b, files[1]?.bytes ?? assert.fail())).aside, 1)
  assert.ok((await b.shelf.aside(RELATION)).every(({ end }) => end !== near.end))
  for (const { bytes } of files) await bring(b, bytes)
  assert.equal((await headsOf(b.side)).theirs.size, (await headsOf(a.side)).ours.size)
  assert.deepEqual(await b.shelf.aside(RELATION), [])
})

test('POUCH-6 what begins within what is held and is signed by no key of the log is refused as before', async () => {
  const [a, b] = await carriers()
  await ask(a.side)
  const { side, seals } = a
  const relation = side.relation(RELATION)
  const step = await side.store.read(RELATION, (reader) =>
    makeStep(side.node, relation, reader, { nonce: new Uint8Array(16) }),
  )
  await rotate(a)
  await talk(a.side, b.side)
  const note = (step.checkpoint ?? '').replaceAll('— aaa', '— bbb')
  const writer = newPouchWriter(headOf(relation, seals, { start: 0, end: 0, part: 1, of: 1 }))
  const item = writer.item(await sealMessage(relation, seals, encodeStep({ ...step, checkpoint: note })))
  const forged = new Uint8Array(Buffer.concat([writer.head, item, writer.end()]))
  await assert.rejects(bring(b, forged), { code: 'pouch-unknown-key' })
  assert.deepEqual(await b.shelf.aside(RELATION), [])
})

test('KEYS-3 POUCH-8 by pouches alone the receipt for a change of keys comes before those beyond it', async () => {
  const [a, b] = await carriers()
  const carry = async (from: Carrier, to: Carrier) => {
    for (const { bytes } of await series(from, undefined, 1e9)) await bring(to, bytes)
  }
  await ask(a.side)
  await rotate(a)
  await ask(a.side)
  await carry(a, b)
  await ask(b.side)
  // The pouch with the first receipt is lost.
  await series(b)
  pass(10, a.side, b.side)
  await ask(a.side)
  await carry(a, b)
  await carry(b, a)
  assert.equal(await receipted(a), (await headsOf(b.side)).theirs.size)
})
