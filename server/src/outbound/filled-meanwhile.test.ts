/** A counterpart that fills a dossier beyond what is read at once, while the other side is brought back and signs nothing. */
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import pg from 'pg'
import { KEYS, type PostgresHarness, postgresHarness } from '../store/postgres/_harness.ts'
import { type Database, openDatabase } from '../store/postgres/database.ts'
import { PostgresStore } from '../store/postgres/postgres-store.ts'
import { PostgresReader } from '../store/postgres/reader.ts'
import { allow, two } from '../uses/_brought-back.ts'
import { entry } from '../uses/_hostile.ts'
import { agree, ask, headsOf, lineOf, RELATION, say, talk } from '../uses/_talk.ts'
import { newSide, type Side } from '../uses/_world.ts'
import { writes } from '../uses/_writes.ts'
import { LinkFailure } from '../wire/link.ts'
import { type GivesBack, takeBack } from './take-back.ts'

const MOST = { bytes: 400_000, rows: 500_000 }

let harness: PostgresHarness
const databases: Database[] = []
let made = 0
before(async () => {
  harness = await postgresHarness()
})
afterEach(async () => {
  for (const database of databases.splice(0)) await database.close()
})
after(() => harness?.close())

/** Reads little at once. */
async function bounded(): Promise<PostgresStore> {
  const { connection } = harness.server
  const name = `bounded_${made++}`
  const owner = new pg.Client(connection)
  await owner.connect()
  await owner.query(`create database ${name}`)
  await owner.end()
  const database = await openDatabase({ connection: { ...connection, database: name } })
  databases.push(database)
  return new PostgresStore(database.pools, KEYS, undefined, MOST)
}

/** `filled`: so many dossiers, with 150 KB in each before the backup. */
async function history(filled = 0) {
  const store = await bounded()
  const started = () => newSide('aaa', [RELATION], 1, {}, { store })
  let a = await started()
  const b = await newSide('bbb', [RELATION], 2)
  const own = await agree(a, b)
  const { dossier } = await ask(a)
  await talk(a, b)
  const full: string[] = []
  for (let at = 0; at < filled; at++) {
    full.push((await ask(a)).dossier)
    await talk(a, b)
    await fills(b, Array(6).fill(full[at]), 100 * (at + 1))
    await talk(a, b)
  }
  // As `store/backup/restore.ts` leaves it behind.
  await store.locked(RELATION, (writer) => writer.putIncident(a.time.now, 'restored', { ours: 0 }))
  a = await started()
  await assert.rejects(say(a, lineOf(a, b)), { code: 'held-start' })
  return { a, b, own, dossier, full }
}

/** Acts that nobody declared. */
async function fills(b: Side, dossiers: readonly string[], first = 0, bytes = 25_000): Promise<void> {
  const by = {
    office: 'bbb-office',
    officer: 'bbb-1',
    seen: (await headsOf(b)).theirs.size,
    time: b.time.now,
  }
  const acts = dossiers.map((dossier, n) =>
    entry({
      kind: 'act',
      act: 'no-such-act',
      dossier,
      ...by,
      kept: { n: first + n, fill: 'x'.repeat(bytes) },
    }),
  )
  await writes(b, acts)
}

async function rounds(a: Side, b: Side): Promise<void> {
  for (let round = 0; round < 9 && a.relation(RELATION).start !== 'confirmed'; round++)
    await say(a, lineOf(a, b)).catch((error: { code?: string }) => error.code)
}

const codesOf = (side: Side) =>
  side.store.read(RELATION, async (reader) => (await reader.incidents()).map(({ code }) => code))

for (const [which, isAllowed] of [
  ['own', false],
  ['dossier', true],
] as const)
  test(`EPOCH-5 SYNC-17 who fills ${which === 'own' ? 'the dossier of the relation' : 'a dossier'} while the other side signs nothing stops its own log alone${isAllowed ? ', and gives back' : ''}`, async () => {
    const { a, b, ...ids } = await history()
    const before = (await headsOf(a)).theirs.size
    // More than half of what is read at once, and less than all of it.
    await fills(b, Array(12).fill(ids[which]))
    if (isAllowed) await allow(b)
    await two(a)
    await rounds(a, b)
    assert.equal(a.relation(RELATION).start, 'confirmed')
    const { ours, theirs } = await headsOf(a)
    assert.deepEqual([ours.epoch, theirs.size], [2, before])
    assert.ok((await codesOf(a)).includes('dossier-too-large'))
    // What is signed is judged as it comes, and it fits then.
    await talk(a, b)
    const { dossier } = await ask(a)
    await talk(a, b)
    assert.ok(await b.store.read(RELATION, (reader) => reader.dossier(dossier)))
    assert.equal((await headsOf(a)).theirs.size, (await headsOf(b)).ours.size)
  })

test('EPOCH-5 SYNC-17 what fits is taken in meanwhile, and marked with the next log', async () => {
  const { a, b, own, dossier } = await history()
  await fills(
    b,
    Array.from({ length: 6 }, (_, at) => (at % 2 ? own : dossier)),
  )
  await two(a)
  await rounds(a, b)
  const { ours, theirs } = await headsOf(a)
  assert.deepEqual([ours.epoch, ours.running, theirs.size], [2, theirs.size, (await headsOf(b)).ours.size])
  assert.equal((await codesOf(a)).includes('dossier-too-large'), false)
})

// Two fit together, but leave no room for the rest of our own log.
for (const filled of [2, 3])
  test(`EPOCH-5 SYNC-17 what is named by turns is not held where it fits one by one alone: ${filled} dossiers`, async () => {
    const { a, b, full } = await history(filled)
    const before = (await headsOf(a)).theirs.size
    for (const id of full) {
      const left = await a.node.store.read(RELATION, (reader) => reader.roomIn([id], 0.5))
      assert.ok(Math.min(left.entries, left.headers, left.bodies) > 0)
    }
    const turns = Array.from({ length: 48 }, (_, at) => full[at % filled] ?? '')
    await fills(b, turns, 1000, 1)
    await two(a)
    await rounds(a, b)
    assert.equal(a.relation(RELATION).start, 'confirmed')
    const { ours, theirs } = await headsOf(a)
    assert.deepEqual([ours.epoch, theirs.size], [2, before])
    await talk(a, b)
    assert.equal((await headsOf(a)).theirs.size, (await headsOf(b)).ours.size)
  })

test('SYNC-17 what comes is read with nothing again that was read for what came before', async () => {
  const { a, b, own, dossier } = await history()
  await two(a)
  const line = lineOf(a, b)
  const close: typeof line.close = () => Promise.reject(Object.assign(new Error(), { code: 'busy' }))
  const read: string[] = []
  for (const [at, id] of [dossier, dossier, own].entries()) {
    await fills(b, [id], at, 1)
    const { prototype } = PostgresReader
    const { dossierEntries } = prototype
    prototype.dossierEntries = function (asked) {
      read.push(asked)
      return dossierEntries.call(this, asked)
    }
    await say(a, { ...line, close }).catch(() => undefined)
    prototype.dossierEntries = dossierEntries
  }
  assert.deepEqual(read, [dossier, dossier, own])
})

test('EPOCH-5 SYNC-17 what would not fit with what came before is left, however little comes at a time', async () => {
  const { a, b, dossier } = await history()
  await two(a)
  const line = lineOf(a, b)
  for (let at = 0; at < 30; at++) {
    await fills(b, [dossier], at)
    // It gives its closing once nothing more of it is taken.
    const close: typeof line.close = () => Promise.reject(Object.assign(new Error(), { code: 'busy' }))
    await say(a, { ...line, close }).catch(() => undefined)
  }
  const held = (await headsOf(a)).theirs.size
  assert.ok(held > 6 && held < (await headsOf(b)).ours.size)
  await rounds(a, b)
  const { ours, theirs } = await headsOf(a)
  assert.deepEqual([ours.epoch, ours.running, theirs.size], [2, held, held])
})

test('GIVE-4 SYNC-17 what was receipted comes back however much it is, but without what marked it only as far as it can be judged', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { dossier } = await ask(a)
  const opened = (await headsOf(a)).ours.size
  for (let at = 0; at < 30; at += 5) {
    await talk(a, b)
    await fills(b, Array(5).fill(dossier), at)
  }
  await talk(a, b)
  await allow(b)
  const lost = async () => {
    const side = await newSide('aaa', [RELATION], 1, {}, { store: await bounded() })
    const line = lineOf(side, b)
    const signal = new AbortController().signal
    const from: GivesBack = {
      giveBack: (asked) => line.giveBack(asked, signal),
      keys: () => line.keys(signal),
    }
    return {
      side,
      from,
      back: (log: string, to = from) => takeBack(side.node, side.relation(RELATION), log, to),
    }
  }
  const whole = await lost()
  await whole.back('aaa')
  await whole.back('bbb')
  assert.equal((await headsOf(whole.side)).theirs.size, (await headsOf(a)).theirs.size)
  // Its opening is ours, and may come back when it holds too much.
  const less = await lost()
  await assert.rejects(less.back('bbb'), { code: 'dossier-too-large' })
  await less.back('aaa', {
    ...less.from,
    giveBack: (asked) =>
      asked.start < opened
        ? less.from.giveBack({ ...asked, end: opened })
        : Promise.reject(new LinkFailure('not-found')),
  })
  assert.equal((await headsOf(less.side)).ours.size, opened)
  await assert.rejects(less.back('bbb'), { code: 'dossier-too-large' })
})
