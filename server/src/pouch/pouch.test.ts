import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeStep, newPouchWriter, type Step, utf8 } from '@counterpart/protocol'
import { openingKey } from '../keys/sealing.ts'
import { MemoryPouches } from '../store/memory/pouches.ts'
import { entry, newHostile } from '../uses/_hostile.ts'
import { act, ask, dossierOf, headsOf, RELATION, talk } from '../uses/_talk.ts'
import { newSide } from '../uses/_world.ts'
import { confirmStart } from '../uses/restore/statement.ts'
import { sealMessage } from '../wire/seal.ts'
import { bring, bytesOf, type Carrier, carriers, chunked, codeFrom, forged, series } from './_carry.ts'
import { MOST_ASIDE, MOST_STEPS_ASIDE } from './limits.ts'
import { headOf } from './plan.ts'
import { Pouches } from './pouches.ts'

const heads = ({ side }: Carrier) => headsOf(side)
const receiptedOf = async ({ pouches }: Carrier) => (await pouches.state()).receipted
const incidentsOf = async ({ side }: Carrier) =>
  (await side.store.read(RELATION, (reader) => reader.incidents())).map(({ code }) => code)

test('POUCH-5 POUCH-8 an act goes in a pouch, its receipt comes back in one, and the second receipt in the third', async () => {
  const [a, b] = await carriers()
  const asked = await ask(a.side)
  const [out] = await series(a, undefined, 1e9)
  assert.equal(out?.file.name, 'aaa~bbb-test_aaa_000002-000004.pouch'.replace(/\d+-\d+/, range(out?.file)))
  const taken = await bring(b, out?.bytes ?? new Uint8Array())
  assert.equal(taken.fresh, (out?.file.end ?? 0) - (out?.file.start ?? 0))
  assert.equal((await dossierOf(b.side, asked.dossier))?.settled.state, 'asked')
  const before = await receiptedOf(a)
  const [back] = await series(b, undefined, 1e9)
  const brought = await bring(a, back?.bytes ?? new Uint8Array())
  assert.equal(brought.receipted, (await heads(a)).ours.size)
  assert.ok((await receiptedOf(a)) > before)
  const judged = await a.side.store.read(RELATION, (reader) => reader.judged([asked.leaf]))
  assert.equal(judged.get(asked.leaf)?.verdict, 'effective')
  const [third] = await series(a, undefined, 1e9)
  await bring(b, third?.bytes ?? new Uint8Array())
  assert.equal((await b.pouches.state()).receipted, (await heads(b)).ours.size)
  const state = await a.pouches.state()
  assert.deepEqual(
    [state.waiting, state.oldest, state.out?.end, state.in?.end],
    [0, null, third?.file.end, back?.file.end],
  )
})

function range(file: { start: number; end: number } | undefined): string {
  return [file?.start, file?.end].map((size) => String(size).padStart(6, '0')).join('-')
}

test('POUCH-6 what comes before its time waits, and is taken in when a pouch closes the gap', async () => {
  const [a, b] = await carriers()
  for (let i = 0; i < 4; i++) await ask(a.side, `question ${i}`)
  const files = await series(a)
  assert.ok(files.length >= 4)
  const last = files.at(-1)
  assert.equal((await bring(b, last?.bytes ?? new Uint8Array())).aside, 1)
  for (const { bytes } of files.slice(1, -1)) assert.equal((await bring(b, bytes)).aside, 1)
  const state = await b.pouches.state()
  assert.equal(state.aside.length, files.length - 1)
  const { size } = (await heads(b)).theirs
  await bring(b, files[0]?.bytes ?? new Uint8Array())
  assert.equal((await heads(b)).theirs.size, (await heads(a)).ours.size)
  assert.ok((await heads(b)).theirs.size > size)
  assert.deepEqual((await b.pouches.state()).aside, [])
  assert.deepEqual(await incidentsOf(b), [])
})

test('POUCH-6 the line closes a gap as well', async () => {
  const [a, b] = await carriers()
  await ask(a.side)
  const { size } = (await heads(a)).ours
  await ask(a.side)
  const [late] = await series(a, size)
  assert.equal((await bring(b, late?.bytes ?? new Uint8Array())).aside, 1)
  await talk(a.side, b.side)
  await b.pouches[Symbol.asyncDispose]()
  assert.deepEqual(await b.shelf.aside(RELATION), [])
})

test('POUCH-6 what waits is bounded: the furthest goes first, and the nearest finds room', async () => {
  const [a, b] = await carriers()
  for (let i = 0; i < 3; i++) await ask(a.side)
  const files = await series(a)
  const far = { epoch: 1, start: 9000, end: 9001 }
  await b.shelf.putAside(RELATION, far, new Uint8Array(MOST_ASIDE))
  assert.equal((await bring(b, files[2]?.bytes ?? new Uint8Array())).aside, 1)
  assert.deepEqual(
    (await b.pouches.state()).aside.map(({ start }) => start),
    [files[2]?.file.start],
  )
  await b.shelf.dropAside(RELATION, (await b.shelf.aside(RELATION))[0] ?? assert.fail())
  assert.equal((await bring(b, files[1]?.bytes ?? new Uint8Array())).aside, 1)
  const aside = b.shelf.aside.bind(b.shelf)
  // As if it alone took all the room there is.
  b.shelf.aside = async (id) => (await aside(id)).map((row) => ({ ...row, bytes: MOST_ASIDE }))
  assert.equal(await codeFrom(b, files[2]?.bytes ?? new Uint8Array()), 'pouch-no-room')
  assert.deepEqual(
    (await aside(RELATION)).map(({ start }) => start),
    [files[1]?.file.start],
  )
})

test('POUCH-6 whoever once saw a signed head puts nothing in the place of what waits under it', async () => {
  const [a, b] = await carriers()
  for (let i = 0; i < 3; i++) await ask(a.side)
  const files = await series(a)
  const { size } = (await heads(a)).ours
  const last = files.at(-1) ?? assert.fail()
  assert.equal((await bring(b, last.bytes)).aside, 1)
  const relation = a.side.relation(RELATION)
  const { start, end } = last.file
  const head = await a.side.store.read(RELATION, (reader) => reader.checkpointFrom('aaa', size))
  const step: Step = {
    relation: RELATION,
    from: 'aaa',
    epoch: 1,
    start,
    entries: Array.from({ length: end - start }, (_, at) => ({ header: utf8(`junk ${at}`), parts: [] })),
    checkpoint: head?.note ?? assert.fail(),
    cosignature: null,
    holds: 0,
    held: null,
    nonce: new Uint8Array(16),
  }
  const writer = newPouchWriter(headOf(relation, a.seals, { start, end, part: 1, of: 1 }))
  const item = writer.item(await sealMessage(relation, a.seals, encodeStep(step)))
  assert.equal(await codeFrom(b, Buffer.concat([writer.head, item, writer.end()])), 'pouch-no-room')
  // The same once more is no other.
  assert.equal((await bring(b, last.bytes)).refused, null)
  for (const { bytes } of files.slice(0, -1)) await bring(b, bytes)
  assert.equal((await heads(b)).theirs.size, size)
})

test('POUCH-6 what waits is bounded however small it is, and what nobody signed makes room at once', async () => {
  const [a, b] = await carriers()
  for (let i = 0; i < 3; i++) await ask(a.side)
  const files = await series(a)
  for (let i = 0; i < MOST_STEPS_ASIDE; i++)
    await b.shelf.putAside(RELATION, { epoch: 1, start: 9000 + i, end: 9001 + i }, new Uint8Array(1))
  let asked = 0
  const { sealed, aside } = b.shelf
  b.shelf.sealed = (...place) => {
    asked++
    return sealed.apply(b.shelf, place)
  }
  for (const { bytes } of files.slice(1).toReversed()) assert.equal((await bring(b, bytes)).aside, 1)
  assert.equal((await aside.call(b.shelf, RELATION)).length, MOST_STEPS_ASIDE)
  assert.equal(asked, files.length - 1, 'no more of it is looked at than has to make room')
})

test('POUCH-5 any number of times: everything is passed over, and nothing is answered twice', async () => {
  const [a, b] = await carriers()
  await ask(a.side)
  const [file] = await series(a, undefined, 1e9)
  await bring(b, file?.bytes ?? new Uint8Array())
  const { ours } = await heads(b)
  for (let i = 0; i < 2; i++) {
    const again = await bring(b, file?.bytes ?? new Uint8Array())
    assert.deepEqual([again.fresh, again.refused], [0, null])
    assert.equal(again.held, (file?.file.end ?? 0) - (file?.file.start ?? 0))
  }
  assert.equal((await heads(b)).ours.size, ours.size)
})

test('POUCH-9 each pouch that is not for us is refused with a code of its own, and twice changes nothing', async () => {
  const [a, b] = await carriers()
  await ask(a.side)
  const [file] = await series(a, undefined, 1e9)
  const bytes = file?.bytes ?? new Uint8Array()
  const before = [await heads(a), await heads(b)]
  const newer = bytes.slice()
  newer[18] = 2
  const cases: [string, Carrier, Uint8Array][] = [
    ['pouch-own', a, bytes],
    ['pouch-own', a, bytes],
    ['pouch-newer', b, newer],
    ['pouch-damaged', b, bytes.subarray(0, 40)],
    ['pouch-damaged', b, new Uint8Array([1, 2, 3])],
    ['pouch-other-relation', b, await forged(b, a, [], { relation: 'aaa~bbb/other' })],
    ['pouch-other-epoch', b, await forged(b, a, [], { epoch: 9 })],
    ['pouch-unknown-key', b, await forged(b, a, [], { keyId: '0'.repeat(16) })],
  ]
  for (const [code, to, given] of cases) assert.equal(await codeFrom(to, given), code)
  assert.deepEqual([await heads(a), await heads(b)], before)
  assert.deepEqual([...(await incidentsOf(a)), ...(await incidentsOf(b))], [])
  const state = await b.pouches.state()
  assert.deepEqual([state.aside, state.in], [[], null])
})

test('POUCH-2 POUCH-9 a changed bit anywhere is found, and never changes what is held', async () => {
  const [a, b] = await carriers()
  await ask(a.side)
  const [file] = await series(a, undefined, 1e9)
  const bytes = file?.bytes ?? new Uint8Array()
  const { theirs } = await heads(b)
  for (let bit = 0; bit < bytes.length * 8; bit += bit < 2000 ? 1 : 397) {
    const bad = bytes.slice()
    bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    // Behind the last envelope everything was taken already: found all the same, and nothing wrong is in it.
    if (bit >= (bytes.length - 36) * 8) break
    assert.match((await codeFrom(b, bad)) ?? 'taken', /^pouch-/, `bit ${bit}`)
  }
  assert.equal((await heads(b)).theirs.size, theirs.size)
  for (let bit = (bytes.length - 36) * 8; bit < bytes.length * 8; bit += 7) {
    const bad = bytes.slice()
    bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    assert.equal(await codeFrom(b, bad), 'pouch-damaged')
  }
  assert.deepEqual(await incidentsOf(b), [])
})

test('POUCH-7 a copied checkpoint beside other entries is refused and accuses nobody', async () => {
  const [a, b] = await carriers()
  await ask(a.side)
  const { size } = (await heads(b)).theirs
  const note = await a.side.store.read(RELATION, (reader) => reader.lastCheckpoint('aaa'))
  const step = {
    ...newHostile().step({ start: size, entries: [entry()] }),
    checkpoint: note?.note ?? '',
    relation: RELATION,
  }
  const bad = await forged(b, a, [step])
  assert.equal(await codeFrom(b, bad), 'pouch-not-signed')
  await talk(a.side, b.side)
  assert.equal(await codeFrom(b, bad), 'pouch-not-signed')
  assert.deepEqual(await incidentsOf(b), [])
})

test('POUCH-7 what its author signed twice is an incident with both heads', async () => {
  const [a, b] = await carriers()
  const hostile = newHostile()
  hostile.entries = [entry({ time: 5 })]
  assert.equal(await codeFrom(b, await forged(b, a, [hostile.step()])), 'pouch-contradicts')
  assert.deepEqual(await incidentsOf(b), ['fork'])
})

test('POUCH-4 what a pouch hints is not believed: no line is up, and no node doubts itself', async () => {
  const [a, b] = await carriers()
  const [file] = await series(a, 0)
  const { line } = b.side.relation(RELATION)
  line.state = 'down'
  b.side.time.now += 60
  const before = { ...line }
  const step = {
    ...newHostile().step({ entries: [], start: 0 }),
    checkpoint: null,
    holds: 9000,
    held: { size: 7, oldest: 1 },
  }
  assert.equal(await codeFrom(b, await forged(b, a, [{ ...step, relation: RELATION }])), null)
  assert.equal(await codeFrom(b, file?.bytes ?? new Uint8Array()), null)
  assert.equal(b.side.relation(RELATION).start, 'confirmed')
  assert.deepEqual([line.state, line.lastHeard, line.theirs], [before.state, before.lastHeard, before.theirs])
})

test('POUCH-8 two nodes that never had a line come to hold everything, by the word of two operators each', async () => {
  const sides = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)] as const
  const keys = [1, 2].map((seed) => openingKey(new Uint8Array(32).fill(seed)))
  const [a, b] = sides.map((side, at) => {
    const [ours, theirs] = at === 0 ? keys : keys.toReversed()
    if (!ours || !theirs) throw new Error('two keys')
    return new Pouches(side.node, side.relation(RELATION), { ours, theirs }, new MemoryPouches())
  })
  if (!a || !b) throw new Error('two sides')
  await assert.rejects(a.plan({ most: 1e9 }), { code: 'held-start' })
  await assert.rejects(a.read(chunked(new Uint8Array())), { code: 'held-start' })
  for (const { node, relation } of sides)
    await confirmStart(node, relation(RELATION), ['A (invented)', 'B (invented)'], 'new (invented)')
  const carry = async (from: Pouches, to: Pouches) => {
    for (const file of await from.plan({ most: 1e9 })) await to.read(from.write(file))
  }
  const { record } = await import('../uses/record/record.ts')
  const { ERRAND, PACT } = await import('../uses/_pacts.ts')
  const { officer } = await import('../uses/_world.ts')
  const begun = await record(sides[0].node, sides[0].relation(RELATION), {
    kind: 'open',
    request: 'begin',
    author: officer('aaa', 'secretary'),
    procedure: PACT,
    act: 'begin',
    fields: { title: 'test', first: [{ party: 'aaa', digest: ERRAND }] },
    handling: 'H1',
  })
  for (const [from, to] of [
    [a, b],
    [b, a],
    [a, b],
  ] as const)
    await carry(from, to)
  for (const side of sides) assert.ok(await dossierOf(side, begun.dossier))
  for (const [at, pouches] of [a, b].entries()) {
    const { receipted, size } = await pouches.state()
    assert.deepEqual([at, receipted], [at, size])
  }
  assert.equal(sides[0].relation(RELATION).line.state, 'never')
})

test('a series is divided by size, each file within it, and a stretch that ends nowhere is refused', async () => {
  const [a] = await carriers()
  for (let i = 0; i < 6; i++) await ask(a.side)
  const whole = await a.pouches.plan({ most: 1e9, batch: 1 })
  assert.equal(whole.length, 1)
  const most = Math.ceil((whole[0]?.bytes ?? 0) / 2)
  const files = await a.pouches.plan({ most, batch: 1 })
  assert.ok(files.length > 1)
  assert.deepEqual(
    files.map(({ part, of }) => [part, of]),
    files.map((_, i) => [i + 1, files.length]),
  )
  for (const file of files) {
    const { length } = await bytesOf(a.pouches.write(file, 1))
    assert.ok(file.bytes <= most && length <= file.bytes, `${length} of ${file.bytes}`)
  }
  await assert.rejects(a.pouches.plan({ most, since: 9000 }), { code: 'bad-query' })
  const beyond = a.pouches.write({ start: 0, end: 9000, part: 1, of: 1 })
  await assert.rejects(bytesOf(beyond), { code: 'bad-query' })
  assert.deepEqual((await a.pouches.state()).out?.end, files.at(-1)?.end)
})

test('POUCH-5 an act that crosses by pouch and by line is there once', async () => {
  const [a, b] = await carriers()
  const asked = await ask(a.side)
  const [file] = await series(a)
  await talk(a.side, b.side)
  await act(b.side, asked.dossier, 'note', {}).catch(() => undefined)
  assert.equal((await bring(b, file?.bytes ?? new Uint8Array())).fresh, 0)
  assert.equal((await heads(b)).theirs.size, (await heads(a)).ours.size)
})
