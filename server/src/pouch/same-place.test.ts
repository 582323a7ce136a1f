/** What waits of two parts that begin and end at one place. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Step, utf8 } from '@counterpart/protocol'
import { ask, headsOf, RELATION } from '../uses/_talk.ts'
import { writes } from '../uses/_writes.ts'
import { bring, carriers, codeFrom, forged, series } from './_carry.ts'
import { open } from './shelf.ts'

test('POUCH-6 of two with the same headers the one that has their parts stays, whichever came first', async () => {
  const [a, b] = await carriers()
  for (let i = 0; i < 3; i++) await ask(a.side)
  const files = await series(a)
  const last = files.at(-1) ?? assert.fail()
  const { start, end } = last.file
  const rows = await a.side.store.read(RELATION, (reader) =>
    reader.entries('aaa', start, { entries: end - start, bytes: 1e9 }),
  )
  const head = await a.side.store.read(RELATION, (reader) => reader.checkpointFrom('aaa', end))
  const stripped = (name: string): Step => ({
    relation: RELATION,
    from: 'aaa',
    epoch: 1,
    start,
    entries: rows.map(({ bytes }) => ({
      header: bytes,
      parts: name === '' ? [] : [{ name, salt: new Uint8Array(32), bytes: utf8('{}') }],
    })),
    checkpoint: head?.note ?? assert.fail(),
    cosignature: null,
    holds: 0,
    held: null,
    nonce: new Uint8Array(16),
  })
  const waiting = async () => b.shelf.sealed(RELATION, { epoch: 1, start, end })
  const without = await forged(b, a, [stripped('')])
  // Somebody who copied the headers was first; and again, and otherwise.
  for (const time of [1, 2]) assert.equal((await bring(b, without)).aside, 1, `${time}`)
  const junk = rows.map(() => ({ header: utf8('junk'), parts: [] }))
  for (const step of [stripped('kept'), { ...stripped(''), entries: junk }])
    assert.equal(await codeFrom(b, await forged(b, a, [step])), 'pouch-no-room')
  const first = await waiting()
  assert.equal((await bring(b, last.bytes)).refused, null)
  const second = await waiting()
  assert.notDeepEqual(second, first)
  assert.equal(await codeFrom(b, without), 'pouch-no-room')
  assert.deepEqual(await waiting(), second)
  for (const { bytes } of files.slice(0, -1)) await bring(b, bytes)
  assert.equal((await headsOf(b.side)).theirs.size, (await headsOf(a.side)).ours.size)
  assert.deepEqual(await b.side.store.read(RELATION, (reader) => reader.incidents()), [])
})

test('POUCH-6 of two that a header says nothing of the first stays', async () => {
  const [a, b] = await carriers()
  await ask(a.side)
  await writes(a.side, [{ header: utf8('no header'), parts: [] }])
  const { bytes, file } = (await series(a)).at(-1) ?? assert.fail()
  assert.equal((await bring(b, bytes)).aside, 1)
  const { start, end } = file
  const first = await b.shelf.sealed(RELATION, { epoch: 1, start, end })
  const relation = b.side.relation(RELATION)
  const shelf = { node: b.side.node, relation, seals: b.seals, pouches: b.shelf }
  const step = await open(shelf, first ?? assert.fail())
  const part = { name: 'kept', salt: new Uint8Array(32), bytes: utf8('{}') }
  const other = { ...step, entries: step.entries.map((one) => ({ ...one, parts: [part] })) }
  assert.equal(await codeFrom(b, await forged(b, a, [other])), 'pouch-no-room')
  assert.deepEqual(await b.shelf.sealed(RELATION, { epoch: 1, start, end }), first)
})
