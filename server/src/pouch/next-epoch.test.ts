import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeStep, logOrigin, newPouchWriter, type Step, signCheckpoint, utf8 } from '@counterpart/protocol'
import { allApart } from '../uses/_apart.ts'
import { ask, headsOf, RELATION, say, talk } from '../uses/_talk.ts'
import { channelTo, fakeSigner } from '../uses/_world.ts'
import { rotateKey } from '../uses/keys/rotate.ts'
import { confirmStart } from '../uses/restore/statement.ts'
import { sealMessage } from '../wire/seal.ts'
import { bring, type Carrier, carriers, series } from './_carry.ts'
import { MOST_ASIDE } from './limits.ts'
import { headOf, steps } from './plan.ts'
import { Pouches } from './pouches.ts'

const WORD = 'the notebook of the watch (invented)'
const incidentsOf = async ({ side }: Carrier) =>
  (await side.store.read(RELATION, (reader) => reader.incidents())).map(({ code }) => code)
const codeFrom = (to: Carrier, bytes: Uint8Array) =>
  bring(to, bytes).then(
    (taken) => taken.refused,
    (error: { code: string }) => error.code,
  )

/** Brought back from a backup, it asks the other side where its log ends, and begins the next; of that nothing is sent. */
async function renewed(from: Carrier, to: Carrier): Promise<Carrier> {
  const { side, seals, shelf } = from
  await side.store.locked(RELATION, (writer) => writer.putIncident(side.time.now, 'restored', { ours: 0 }))
  await side.restart()
  const channel = channelTo(to.side, RELATION)
  await assert.rejects(say(side, channel), { code: 'held-start' })
  await confirmStart(side.node, side.relation(RELATION), ['one', 'two'], WORD)
  await say(side, channel)
  assert.equal((await headsOf(side)).ours.epoch, 2)
  return { ...from, pouches: new Pouches(side.node, side.relation(RELATION), seals, shelf) }
}

async function messages({ side }: Carrier, start: number): Promise<Step[]> {
  const { ours } = await headsOf(side)
  const all: Step[] = []
  for await (const step of steps(side.node, side.relation(RELATION), { start, end: ours.size }, 1))
    all.push(step)
  return all
}

async function pouchOf(from: Carrier, step: Step): Promise<Uint8Array> {
  const relation = from.side.relation(RELATION)
  const writer = newPouchWriter(headOf(relation, from.seals, { start: 0, end: 0, part: 1, of: 1 }))
  const item = writer.item(await sealMessage(relation, from.seals, encodeStep(step)))
  return new Uint8Array(Buffer.concat([writer.head, item, writer.end()]))
}

test('POUCH-6 what comes of the next epoch before its beginning waits, whatever else is put there', async () => {
  const [a, old] = await carriers()
  const b = await renewed(old, a)
  const { size } = (await headsOf(a.side)).theirs
  for (let i = 0; i < 3; i++) await ask(b.side, `question ${i}`)
  const files = await series(b)
  assert.ok(files.length >= 4)
  for (const { bytes } of files.slice(1).toReversed()) assert.equal((await bring(a, bytes)).aside, 1)
  assert.equal((await headsOf(a.side)).theirs.size, size)

  // Nobody can be known to have signed it yet: it takes the place and the room of nothing.
  const [, second] = await messages(b, size)
  assert.ok(second)
  const place = { epoch: second.epoch, start: second.start, end: second.start + second.entries.length }
  const waits = await a.shelf.sealed(RELATION, place)
  const junk = { ...second, entries: second.entries.map((one) => ({ ...one, parts: [] })) }
  assert.equal(await codeFrom(a, await pouchOf(b, { ...junk, checkpoint: 'anything' })), 'pouch-no-room')
  assert.deepEqual(await a.shelf.sealed(RELATION, place), waits)
  const far = { epoch: 2, start: 9000, end: 9001 }
  await a.shelf.putAside(RELATION, far, new Uint8Array(MOST_ASIDE))
  assert.equal(await codeFrom(a, files[2]?.bytes ?? new Uint8Array()), 'pouch-no-room')
  assert.ok(await a.shelf.sealed(RELATION, far))
  await a.shelf.dropAside(RELATION, far)

  await bring(a, files[0]?.bytes ?? new Uint8Array())
  const { theirs } = await headsOf(a.side)
  const { ours } = await headsOf(b.side)
  assert.deepEqual([theirs.size, theirs.epoch, theirs.base], [ours.size, 2, size])
  assert.deepEqual(await a.shelf.aside(RELATION), [])
  assert.deepEqual(await incidentsOf(a), ['epoch-begun', 'epoch-closed'])
})

test('POUCH-6 what begins an epoch waits for the end of the one before it, and nothing else of it without a statement of ours', async () => {
  const [a, old] = await carriers()
  // The same once more: what `a` was before it heard the last of the log that ended.
  const [less] = await carriers()
  const { size } = (await headsOf(less.side)).theirs
  await ask(old.side)
  await talk(a.side, old.side)
  const b = await renewed(old, a)
  const all = await messages(b, size)
  const begins = all.find(({ epoch }) => epoch === 2)
  assert.ok(begins && begins.start > size)
  for (const [code, step] of [
    ['pouch-not-signed', { ...begins, checkpoint: begins.checkpoint?.replace(/\n1\n/, '\n2\n') ?? null }],
    ['pouch-not-signed', { ...begins, start: begins.start + 1 }],
    ['pouch-other-epoch', { ...begins, entries: all[0]?.entries ?? [] }],
  ] as const)
    assert.equal(await codeFrom(less, await pouchOf(b, step)), code)
  assert.deepEqual(await less.shelf.aside(RELATION), [])

  assert.equal((await bring(less, await pouchOf(b, begins))).aside, 1)
  assert.equal((await headsOf(less.side)).theirs.size, size)
  for (const step of all.filter(({ epoch }) => epoch === 1)) await bring(less, await pouchOf(b, step))
  const { theirs } = await headsOf(less.side)
  assert.deepEqual([theirs.size, theirs.epoch, theirs.base], [begins.start + 1, 2, begins.start])
  assert.deepEqual(await less.shelf.aside(RELATION), [])
  assert.deepEqual(await incidentsOf(less), ['epoch-begun'])
})

test('EPOCH-12 a pouch with more of a log that ended than is kept says so, and nothing of it is taken', async () => {
  const [a, old] = await carriers()
  // The same once more: the machine that is lost, with what came after the backup.
  const [, lost] = await carriers()
  await ask(lost.side, 'under way')
  const files = await series(lost)
  await renewed(old, a)
  const { node } = a.side
  node.bounds = { ...node.bounds, late: { entries: 0, bytes: 0 } }
  for (const { bytes } of files) assert.equal(await codeFrom(a, bytes), 'pouch-late-full')
  assert.deepEqual(await allApart(a.side), [])
  assert.deepEqual(await incidentsOf(a), ['late-full', 'epoch-closed'])
})

test('POUCH-6 behind a change of keys nobody is told that a step waits whose place a stranger has taken', async () => {
  const [a, b] = await carriers()
  for (const { bytes } of await series(a)) await bring(b, bytes)
  await ask(a.side, 'one')
  await rotateKey(a.side.node, a.side.relation(RELATION), { use: 'log' })
  await ask(a.side, 'two')
  await ask(a.side, 'three')
  const files = await series(a)
  const last = files.at(-1) ?? assert.fail()
  const nobody = { ...fakeSigner('a key that nobody has'), name: logOrigin('aaa.test', RELATION, 1) }
  const { start, end } = last.file
  const [genuine] = await messages(a, start)
  assert.ok(genuine)
  assert.equal(genuine.start + genuine.entries.length, end)
  const head = { origin: nobody.name, size: end, root: new Uint8Array(32) }
  const junk = {
    ...genuine,
    entries: genuine.entries.map((entry) => ({ ...entry, header: utf8('{') })),
    checkpoint: signCheckpoint(head, nobody),
  }
  assert.equal((await bring(b, await pouchOf(a, junk))).aside, 1)
  assert.equal(await codeFrom(b, last.bytes), 'pouch-no-room')
  for (const { bytes } of files.slice(0, -1)) await bring(b, bytes)
  await bring(b, last.bytes)
  assert.equal((await headsOf(b.side)).theirs.size, (await headsOf(a.side)).ours.size)
})
