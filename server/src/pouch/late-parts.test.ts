import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeStep, newPouchWriter, type Step } from '@counterpart/protocol'
import { allApart } from '../uses/_apart.ts'
import { ask, headsOf, RELATION, say, talk } from '../uses/_talk.ts'
import { channelTo } from '../uses/_world.ts'
import { confirmStart } from '../uses/restore/statement.ts'
import { sealMessage } from '../wire/seal.ts'
import { bring, bytesOf, type Carrier, carriers, series } from './_carry.ts'
import { MOST_ASIDE } from './limits.ts'
import { headOf, steps } from './plan.ts'
import { Pouches } from './pouches.ts'

const WORD = 'the notebook of the watch (invented)'
const codeFrom = (to: Carrier, bytes: Uint8Array) =>
  bring(to, bytes).then(
    (taken) => taken.refused,
    (error: { code: string }) => error.code,
  )
const apartIn = ({ side }: Carrier) => allApart(side)

/** What a machine wrote, put on media and never sent before it was lost; and what began after it. */
async function lost() {
  const [a, b] = await carriers()
  const backup = b.side.store.rows(RELATION).copy()
  const { size } = (await headsOf(b.side)).ours
  for (let i = 0; i < 4; i++) await ask(b.side, `question ${i}`)
  const files = await series(b)
  const [file = assert.fail()] = await b.pouches.plan({ most: 1e9, batch: 1 })
  const whole = await bytesOf(b.pouches.write(file, 1))
  const written: Step[] = []
  const { ours } = await headsOf(b.side)
  for await (const step of steps(b.side.node, b.side.relation(RELATION), { start: size, end: ours.size }, 1))
    written.push(step)
  const leaves = b.side.store
    .rows(RELATION)
    .logs.ours.entries.slice(size)
    .map(({ leaf }) => leaf)
  const forged = async (step: Step) => {
    const relation = b.side.relation(RELATION)
    const writer = newPouchWriter(headOf(relation, b.seals, { start: 0, end: 0, part: 1, of: 1 }))
    const item = writer.item(await sealMessage(relation, b.seals, encodeStep(step)))
    return new Uint8Array(Buffer.concat([writer.head, item, writer.end()]))
  }
  const last = await forged({ ...(written.at(-1) ?? assert.fail()), checkpoint: 'anything' })

  b.side.store.bringBack(RELATION, backup)
  await b.side.store.locked(RELATION, (writer) =>
    writer.putIncident(b.side.time.now, 'restored', { ours: 0 }),
  )
  await b.side.restart()
  await say(b.side, channelTo(a.side, RELATION)).catch(() => undefined)
  await confirmStart(b.side.node, b.side.relation(RELATION), ['one', 'two'], WORD)
  await say(b.side, channelTo(a.side, RELATION))
  assert.equal((await headsOf(b.side)).ours.epoch, 2)
  return { a, b, files, whole, leaves, last }
}

test('POUCH-6 EPOCH-8 parts of a log that has ended, read the last first, wait for those before them and are kept apart with them', async () => {
  const { a, b, files, leaves, last } = await lost()
  assert.ok(files.length >= 4)
  const [first, ...more] = files.map(({ bytes }) => bytes)
  assert.ok(first)
  const isClosed = (await headsOf(a.side)).theirs.closed
  assert.equal(isClosed, true)
  assert.equal((await bring(a, more.pop() ?? first)).aside, 1)
  // By now the next log is longer than the one that ended ever was.
  for (let i = 0; i < 6; i++) await ask(b.side, `another ${i}`)
  await talk(a.side, b.side)
  const { theirs } = await headsOf(a.side)
  assert.equal(theirs.epoch, 2)
  assert.equal(await codeFrom(a, last), 'pouch-not-signed')
  for (const bytes of more.toReversed()) assert.equal((await bring(a, bytes)).aside, 1)
  assert.equal((await apartIn(a)).length, 0)
  assert.equal(await codeFrom(a, first), 'pouch-epoch-closed')
  assert.deepEqual(
    (await apartIn(a)).map(({ leaf }) => leaf),
    leaves,
  )
  assert.deepEqual(await a.shelf.aside(RELATION), [])
  assert.deepEqual((await headsOf(a.side)).theirs, theirs)
  const incidents = await a.side.store.read(RELATION, (reader) => reader.incidents())
  assert.ok(!incidents.some(({ code }) => code === 'fork'))
})

test('POUCH-6 EPOCH-8 all messages of one file are kept apart, not only the first', async () => {
  const { a, whole, leaves } = await lost()
  assert.equal(await codeFrom(a, whole), 'pouch-epoch-closed')
  assert.deepEqual(
    (await apartIn(a)).map(({ leaf }) => leaf),
    leaves,
  )
})

test('POUCH-6 what waits of a log that has ended makes room for what waits of the one that goes on, and takes none from it', async () => {
  const { a, b, files } = await lost()
  await talk(a.side, b.side)
  for (let i = 0; i < 3; i++) await ask(b.side, `another ${i}`)
  const late = { epoch: 1, start: 3, end: 4 }
  await a.shelf.putAside(RELATION, late, new Uint8Array(MOST_ASIDE))
  const more = await series({
    ...b,
    pouches: new Pouches(b.side.node, b.side.relation(RELATION), b.seals, b.shelf),
  })
  assert.equal((await bring(a, more.at(-1)?.bytes ?? new Uint8Array())).aside, 1)
  assert.equal(await a.shelf.sealed(RELATION, late), null)
  // One that is signed, and takes all the room.
  const aside = a.shelf.aside.bind(a.shelf)
  a.shelf.aside = async (id) => (await aside(id)).map((row) => ({ ...row, bytes: MOST_ASIDE }))
  assert.equal(await codeFrom(a, files.at(-1)?.bytes ?? new Uint8Array()), 'pouch-no-room')
  assert.equal((await aside(RELATION)).length, 1)
})
