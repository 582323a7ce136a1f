/** What a peer puts under an id where no dossier stands is destroyed at what it cost to take in, and not at its square. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeHeader, type Header, partDigest, utf8 } from '@counterpart/protocol'
import type { Store, Writer } from '../../store/store.ts'
import { newHostile, SALT } from '../_hostile.ts'
import { ERRAND } from '../_pacts.ts'
import { DAY, read, time } from '../_retained.ts'
import { agree, headsOf, RELATION } from '../_talk.ts'
import { newSide, pass, type Side } from '../_world.ts'
import { receive } from '../receive/receive.ts'
import { destroyNamed } from './destroy-again.ts'
import { saidDestroyed } from './said-destroyed.ts'

const NOWHERE = 'ab'.repeat(32)
const PARTS = 7

/** Notes with parts that end at once. */
function notes(count: number, from: number, of: { parts?: number; files?: number; dossier?: string } = {}) {
  const bytes = utf8('{}')
  const names = ['kept', ...Array.from({ length: of.parts ?? PARTS }, (_, i) => `p${i}`)]
  const digest = partDigest(SALT, bytes)
  const parts = names.map((name) => ({ name, digest, keep: name === 'kept' ? 'always' : 'PT1M' }))
  const common = {
    v: 1,
    relation: RELATION,
    kind: 'act',
    seen: 0,
    time: 1_700_000_000,
    dossier: of.dossier ?? NOWHERE,
    office: 'aaa-office',
  }
  const about = { procedure: ERRAND, act: 'note', handling: 'H1', parts }
  return Array.from({ length: count }, (_, i) => ({
    header: encodeHeader({
      ...common,
      ...about,
      officer: `o${from + i}`,
      ...filesOf(from + i, of.files),
    } as Header),
    parts: names.map((name) => ({ name, salt: SALT, bytes })),
  }))
}

function filesOf(entry: number, count = 0) {
  const digest = (at: number) => (entry * 64 + at).toString(16).padStart(64, '0')
  return count === 0
    ? {}
    : { files: Array.from({ length: count }, (_, at) => ({ digest: digest(at), size: 1024 })) }
}

async function records({ store }: Side): Promise<number[]> {
  return store.read(RELATION, async (reader) => {
    const rows = await reader.entries('bbb', 0, { entries: 99, bytes: 1e8 })
    const mine = rows.filter(({ kind }) => kind === 'destroyed')
    const parts = await reader.parts(mine.map(({ leaf }) => leaf))
    return mine.map((row) => saidDestroyed(row, parts.get(row.leaf)?.[0]).length)
  })
}

/** How often each was asked, and of how many. */
function counting(store: Store, asked: Record<string, number[]>): Store {
  const counted = (writer: Writer): Writer =>
    new Proxy(writer, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        return (...given: unknown[]) => {
          const [first] = given
          asked[String(name)] ??= []
          asked[String(name)]?.push(Array.isArray(first) ? first.length : 1)
          return value.apply(target, given)
        }
      },
    })
  return {
    open: store.open.bind(store),
    close: store.close.bind(store),
    read: store.read.bind(store),
    locked: (relation, work) => store.locked(relation, (writer) => work(counted(writer))),
  }
}

test('RETENTION-4 of what lies under an id where nothing stands as much is named at once as was read for it, in records of 4096', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { theirs } = await headsOf(b)
  const hostile = newHostile('aaa')
  const held = await read(a, (reader) => reader.entries('aaa', 0, { entries: 99, bytes: 1e6 }))
  hostile.entries = held.map((row) => ({ header: row.bytes, parts: [] }))
  const asked: Record<string, number[]> = {}
  b.node.store = counting(b.node.store, asked)
  for (const from of [0, 750]) {
    const start = hostile.entries.length
    hostile.entries.push(...notes(750, from))
    asked.parts = []
    const { kind } = await receive(b.node, b.relation(RELATION), hostile.step({ start }))
    assert.equal(kind, 'answer')
    assert.ok(
      (asked.parts ?? []).every((leaves) => leaves < 100),
      'what they say is not read',
    )
  }
  assert.equal((await headsOf(b)).theirs.size, theirs.size + 1500)
  pass(3 * DAY, b)
  b.relation(RELATION).line.clockDifference = 0
  const waiting = b.relation(RELATION).line.waiting
  asked.dossierEntries = []
  await time(b)
  assert.deepEqual(await records(b), [4096, 6000 - 4096])
  assert.equal(b.relation(RELATION).line.waiting, waiting + 2)
  await time(b)
  assert.deepEqual(await records(b), [4096, 6000 - 4096, 4096, 1500 * PARTS - 6000 - 4096])
  assert.equal(asked.dossierEntries.length, 2)
})

test('RETENTION-4 of several such at once no more is named than was read for them together', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const hostile = newHostile('aaa')
  const held = await read(a, (reader) => reader.entries('aaa', 0, { entries: 99, bytes: 1e6 }))
  hostile.entries = held.map((row) => ({ header: row.bytes, parts: [] }))
  for (const [from, dossier] of [NOWHERE, 'cd'.repeat(32)].entries()) {
    const start = hostile.entries.length
    hostile.entries.push(...notes(750, from * 750, { dossier }))
    assert.equal((await receive(b.node, b.relation(RELATION), hostile.step({ start }))).kind, 'answer')
  }
  pass(3 * DAY, b)
  b.relation(RELATION).line.clockDifference = 0
  await time(b)
  assert.deepEqual(await records(b), [4096, 6000 - 4096])
})

test('RETENTION-4 however many files the other side names, what holds them is destroyed', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const hostile = newHostile('aaa')
  const held = await read(a, (reader) => reader.entries('aaa', 0, { entries: 99, bytes: 1e6 }))
  hostile.entries = held.map((row) => ({ header: row.bytes, parts: [] }))
  const start = hostile.entries.length
  // More than 120 000 files: more than there are arguments to a call.
  hostile.entries.push(...notes(2000, 0, { parts: 1, files: 64 }))
  assert.equal((await receive(b.node, b.relation(RELATION), hostile.step({ start }))).kind, 'answer')
  pass(3 * DAY, b)
  b.relation(RELATION).line.clockDifference = 0
  await time(b)
  assert.deepEqual(await records(b), [2000])
})

test('RETENTION-14 of all that a node has to destroy again the bodies of a few entries at a time are read', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const hostile = newHostile('aaa')
  const held = await read(a, (reader) => reader.entries('aaa', 0, { entries: 99, bytes: 1e6 }))
  hostile.entries = held.map((row) => ({ header: row.bytes, parts: [] }))
  const start = hostile.entries.length
  hostile.entries.push(...notes(200, 0, { parts: 1, files: 1 }))
  assert.equal((await receive(b.node, b.relation(RELATION), hostile.step({ start }))).kind, 'answer')
  const rows = await read(b, (reader) => reader.entries('aaa', start, { entries: 200, bytes: 1e8 }))
  const asked: Record<string, number[]> = {}
  const parts = rows.map(({ leaf }) => ({ leaf, name: 'p0' }))
  await counting(b.node.store, asked).locked(RELATION, (writer) =>
    destroyNamed(b.relation(RELATION), parts, writer),
  )
  assert.ok((asked.parts ?? []).every((leaves) => leaves <= 16))
  assert.equal(b.relation(RELATION).unremoved.size, 200)
})
