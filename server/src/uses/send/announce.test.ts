import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Announcement,
  appendLeaf,
  equal,
  inclusionNodes,
  leafHashBytes,
  logOrigin,
  proveInclusion,
  rootOf,
  signCheckpoint,
  utf8,
} from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import { damaged } from '../_damaged.ts'
import { agree, ask, headsOf, RELATION, sameRequests, sayOnce, talk } from '../_talk.ts'
import { channelTo, fakeSigner, newSide, pass, type Side } from '../_world.ts'
import { heldCode } from '../held.ts'
import { rotateKey } from '../keys/rotate.ts'
import { hearAnnounced, readAnnounced, settleAnnounced } from '../receive/hear-announced.ts'
import { isUrgent } from './announce.ts'

async function backlog(acts: number): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  for (let i = 0; i < acts; i++) await ask(a, `question ${i}`)
  a.relation(RELATION).line.batch = 1
  return [a, b]
}

const announcedAt = (side: Side) => side.store.read(RELATION, (reader) => reader.announcements())
const incidentsAt = (side: Side) => side.store.read(RELATION, (reader) => reader.incidents())

/** What `a` says when it announces, held back. */
async function overheard(a: Side, b: Side): Promise<Announcement[]> {
  const said: Announcement[] = []
  const channel = { ...channelTo(b, RELATION), announce: async (one: Announcement) => void said.push(one) }
  await sayOnce(a, channel)
  return said
}

test('SYNC-11 SYNC-13 behind a queue an act with a short clock is shown before its turn, without receipt and effect', async () => {
  const [a, b] = await backlog(12)
  const before = await headsOf(b)
  await sayOnce(a, channelTo(b, RELATION))
  const shown = await announcedAt(b)
  assert.equal(shown.length, 4)
  const after = await headsOf(b)
  assert.equal(after.theirs.size, before.theirs.size + 1)
  for (const { index } of shown) assert.ok(index >= after.theirs.size)
  const cosigned = await a.store.read(RELATION, (reader) => reader.lastCheckpoint('aaa', true))
  assert.equal(cosigned?.size, after.theirs.size)
  for (const { leaf } of shown)
    assert.equal(await b.store.read(RELATION, (reader) => reader.dossier(leaf)), null)
  // Each once, and not everything: what is in turn goes on.
  for (let i = 0; i < 8; i++) await sayOnce(a, channelTo(b, RELATION))
  const leaves = (await announcedAt(b)).map(({ leaf }) => leaf)
  assert.equal(new Set(leaves).size, leaves.length)
  await talk(a, b)
  assert.equal(readAnnounced(await announcedAt(b), (await headsOf(b)).theirs).length, 0)
  await settleAnnounced(b.node, b.relation(RELATION))
  assert.deepEqual(await announcedAt(b), [])
  assert.deepEqual(await incidentsAt(b), [])
})

test('SYNC-11 what cannot be read to be shown ahead keeps nothing from going in its turn, and is told', async () => {
  const [a, b] = await backlog(12)
  const { size } = (await headsOf(b)).theirs
  const refused = () => Promise.reject(new NodeError({ code: 'entry-damaged', message: 'a fold' }))
  a.node.store = damaged(a.node.store, (writer) => ({
    dossiersNamed: (ids) => (ids.length > 1 ? refused() : writer.dossiersNamed(ids)),
  }))
  await sayOnce(a, channelTo(b, RELATION))
  assert.equal((await headsOf(b)).theirs.size, size + 1)
  assert.deepEqual(await announcedAt(b), [])
  assert.deepEqual(
    (await incidentsAt(a)).map(({ code, detail }) => [code, detail]),
    [['entry-damaged', { what: 'a fold' }]],
  )
})

test('SYNC-11 what leaves nothing behind announces nothing, and neither does an act that can wait', async () => {
  const [a, b] = await backlog(1)
  assert.deepEqual(await overheard(a, b), [])
  const clock = {
    deadline: 'answer',
    owes: 'bbb',
    counts: 'hours',
    started: 0,
    due: 3600,
    paused: null,
  } as const
  const day = 86_400
  const cases: [boolean, Parameters<typeof isUrgent>[0]][] = [
    [true, { clock, clocks: [] }],
    [false, { clock: { ...clock, paused: 1 }, clocks: [] }],
    [false, { clock: { ...clock, counts: 'calendar', due: 30 * day }, clocks: [] }],
    [true, { clock: { ...clock, counts: 'calendar', due: day }, clocks: [] }],
    [false, { clock: null, clocks: [] }],
    [true, { clock: null, clocks: [{ deadline: 'answer', owes: 'bbb', due: 9, ended: 12, late: true }] }],
    [
      false,
      { clock: null, clocks: [{ deadline: 'answer', owes: 'bbb', due: 9 * day, ended: 12, late: false }] },
    ],
  ]
  for (const [urgent, state] of cases) assert.equal(isUrgent(state, 0), urgent)
})

test('SYNC-12 PROCEDURE-25 what its author did not sign, or signed for another place or office, is refused and not kept', async () => {
  const [a, b] = await backlog(6)
  const [one] = await overheard(a, b)
  assert.ok(one)
  const flipped = (bytes: Uint8Array) => bytes.map((byte, at) => (at === 40 ? byte ^ 1 : byte))
  const [part] = one.entry.parts
  assert.ok(part)
  const wrong: [string, Announcement][] = [
    ['wrong-relation', { ...one, relation: 'aaa~bbb/other' }],
    ['wrong-relation', { ...one, from: 'bbb' }],
    ['gap', { ...one, epoch: 2 }],
    ['bad-root', { ...one, index: one.index + 1 }],
    ['bad-root', { ...one, path: one.path.slice(1) }],
    ['bad-root', { ...one, entry: { ...one.entry, header: flipped(one.entry.header) } }],
    ['bad-part', { ...one, entry: { ...one.entry, parts: [{ ...part, salt: flipped(part.salt).fill(7) }] } }],
    ['part-missing', { ...one, entry: { ...one.entry, parts: [] } }],
    ['bad-checkpoint', { ...one, checkpoint: one.checkpoint.replace(/^(.*)\n\d+/, '$1\n9999') }],
    ['bad-step', await otherwise(b, one, [/"office":"aaa-/, '"office":"bbb-'])],
    ['another-relation', await otherwise(b, one, [/"aaa~bbb\/test"/, '"aaa~bbb/other"'])],
    ['another-relation', await otherwise(b, one, [/"relation":"aaa~bbb\/test",/, ''])],
  ]
  for (const [code, changed] of wrong)
    assert.equal(await hearAnnounced(b.node, b.relation(RELATION), changed), code)
  assert.deepEqual(await announcedAt(b), [])
  assert.deepEqual(await incidentsAt(b), [])
  assert.equal(await hearAnnounced(b.node, b.relation(RELATION), one), 'heard')
  assert.equal(await hearAnnounced(b.node, b.relation(RELATION), one), 'heard')
  assert.equal((await announcedAt(b)).length, 1)
})

test('SYNC-12 what cannot be kept is not heard; what was kept and not told is heard again', async () => {
  const [a, b] = await backlog(6)
  const [one] = await overheard(a, b)
  assert.ok(one)
  for (const when of ['before', 'after'] as const) {
    b.store.failNext(when, 'putAnnounced')
    await assert.rejects(hearAnnounced(b.node, b.relation(RELATION), one), NodeError)
    assert.deepEqual(await announcedAt(b), [])
  }
  // Kept, and nobody was told whether: it looks again before it answers.
  b.store.failNext('after', 'commit')
  assert.equal(await hearAnnounced(b.node, b.relation(RELATION), one), 'heard')
  assert.equal((await announcedAt(b)).length, 1)
})

test('SYNC-13 one announced and another come in its place: a fork, with both signed heads', async () => {
  const [a, b] = await backlog(3)
  const { theirs } = await headsOf(b)
  const [genuine] = await overheard(a, b)
  assert.ok(genuine)
  const forged = await otherwise(b, genuine)
  assert.equal(await hearAnnounced(b.node, b.relation(RELATION), forged), 'heard')
  await settleAnnounced(b.node, b.relation(RELATION))
  assert.deepEqual(await incidentsAt(b), [])
  await talk(a, b)
  assert.ok((await headsOf(b)).theirs.size > theirs.size)
  await settleAnnounced(b.node, b.relation(RELATION))
  const [incident] = await incidentsAt(b)
  assert.ok(incident)
  assert.equal(incident.code, 'fork')
  const { received, why } = incident.detail as { received: string; why: string }
  assert.deepEqual([received, why], [forged.checkpoint, 'shown-ahead'])
  assert.deepEqual(await announcedAt(b), [])
})

test('SYNC-13 of two acts that are shown under heads of one size which cannot both be true the second is refused, with both for proof', async () => {
  const [a, b] = await backlog(3)
  const [genuine] = await overheard(a, b)
  assert.ok(genuine)
  const [one, other] = [
    await otherwise(b, genuine),
    await otherwise(b, genuine, [/"time":(\d+)/, '"time":2$1']),
  ]
  assert.equal(await hearAnnounced(b.node, b.relation(RELATION), one), 'heard')
  assert.equal(await hearAnnounced(b.node, b.relation(RELATION), other), 'bad-root')
  assert.equal((await announcedAt(b)).length, 1)
  const [incident] = await incidentsAt(b)
  assert.deepEqual(
    [incident?.code, incident?.detail],
    ['fork', { side: 'aaa', why: 'shown-ahead', held: one.checkpoint, received: other.checkpoint }],
  )
})

test('SYNC-13 the same act shown under two heads of one size: the second is refused, both are the proof', async () => {
  const [a, b] = await backlog(3)
  const [genuine] = await overheard(a, b)
  assert.ok(genuine)
  const [one, other] = [await behind(b, genuine, 'one'), await behind(b, genuine, 'another')]
  assert.equal(await hearAnnounced(b.node, b.relation(RELATION), one), 'heard')
  assert.equal(await hearAnnounced(b.node, b.relation(RELATION), other), 'bad-root')
  const [incident] = await incidentsAt(b)
  assert.deepEqual(incident?.detail, {
    side: 'aaa',
    why: 'shown-ahead',
    held: one.checkpoint,
    received: other.checkpoint,
  })
})

test('RETENTION-5 SYNC-13 a clock of ours that is wrong destroys nothing that was shown, and accuses nobody', async () => {
  const [a, b] = await backlog(12)
  await sayOnce(a, channelTo(b, RELATION))
  const shown = await announcedAt(b)
  assert.ok(shown.length > 0)
  b.time.now += 40 * 86_400
  await sayOnce(b, channelTo(a, RELATION)).catch(() => undefined)
  assert.equal(heldCode(b.node, b.relation(RELATION), (await headsOf(b)).ours.time), 'held-clock')
  await settleAnnounced(b.node, b.relation(RELATION))
  assert.deepEqual(await incidentsAt(b), [])
  assert.equal((await announcedAt(b)).length, shown.length)
})

test('SYNC-13 what was shown and never came in its turn is told after 30 days, and nothing of it is kept', async () => {
  const [a, b] = await backlog(3)
  const [genuine] = await overheard(a, b)
  assert.ok(genuine)
  assert.equal(await hearAnnounced(b.node, b.relation(RELATION), genuine), 'heard')
  pass(30 * 86_400 - 1, b)
  await settleAnnounced(b.node, b.relation(RELATION))
  assert.equal((await announcedAt(b)).length, 1)
  pass(1, b)
  await settleAnnounced(b.node, b.relation(RELATION))
  assert.deepEqual(await announcedAt(b), [])
  const [incident] = await incidentsAt(b)
  assert.equal(incident?.code, 'never-written')
})

test('SYNC-13 of what was shown only what is thirty days old is told never to have come', async () => {
  const [a, b] = await backlog(12)
  const [one, other] = await overheard(a, b)
  assert.ok(one && other)
  assert.equal(await hearAnnounced(b.node, b.relation(RELATION), one), 'heard')
  pass(20 * 86_400, b)
  assert.equal(await hearAnnounced(b.node, b.relation(RELATION), other), 'heard')
  pass(10 * 86_400, b)
  await settleAnnounced(b.node, b.relation(RELATION))
  assert.deepEqual(
    (await announcedAt(b)).map(({ index }) => index),
    [other.index],
  )
  assert.deepEqual(
    (await incidentsAt(b)).map(({ code, detail }) => [code, (detail as { index: number }).index]),
    [['never-written', one.index]],
  )
})

test('SYNC-13 one that cannot be compared keeps no other waiting, and is dropped at its time', async () => {
  const [a, b] = await backlog(3)
  const settle = () => settleAnnounced(b.node, b.relation(RELATION))
  const [genuine = assert.fail()] = await overheard(a, b)
  const spoiled = { leaf: '0'.repeat(64), at: b.time.now, bytes: Uint8Array.of(1) }
  const { size: index } = (await headsOf(b)).theirs
  await b.store.locked(RELATION, (writer) => writer.putAnnounced({ ...spoiled, index, size: index + 1 }))
  assert.equal(await hearAnnounced(b.node, b.relation(RELATION), await otherwise(b, genuine)), 'heard')
  await talk(a, b)
  await assert.rejects(settle(), { code: 'entry-damaged' })
  const told = (await incidentsAt(b)).map(({ code }) => code)
  assert.deepEqual(told, ['fork'])
  const kept = (await announcedAt(b)).map(({ leaf }) => leaf)
  assert.deepEqual(kept, [spoiled.leaf])
  pass(30 * 86_400, b)
  await assert.rejects(settle(), { code: 'entry-damaged' })
  assert.deepEqual(await announcedAt(b), [])
  await settle()
})

interface Place {
  level: number
  index: number
}

/** Signed as two places further: the entry behind one that nobody has, which is another for each `before`. */
async function behind(b: Side, genuine: Announcement, before: string): Promise<Announcement> {
  const { theirs } = await headsOf(b)
  const first = appendLeaf({ size: theirs.size, hashes: theirs.frontier }, leafHashBytes(utf8(before)))
  const second = appendLeaf(first.frontier, leafHashBytes(genuine.entry.header))
  const index = theirs.size + 1
  const made = [...first.nodes, ...second.nodes]
  const isSame = (one: Place, other: Place) => one.level === other.level && one.index === other.index
  const at = inclusionNodes(index, index + 1).filter((one) => !made.some((node) => isSame(one, node)))
  const known = await b.store.read(RELATION, (reader) => reader.nodes('aaa', 1, at))
  const signer = fakeSigner(logOrigin('aaa.test', RELATION, 1))
  const head = { origin: signer.name, size: index + 1, root: rootOf(second.frontier) }
  return {
    ...genuine,
    index,
    checkpoint: signCheckpoint(head, signer),
    path: proveInclusion(index, index + 1, (level, place) => {
      const isThere = (one: Place) => isSame(one, { level, index: place })
      return made.find(isThere)?.hash ?? known[at.findIndex(isThere)] ?? assert.fail()
    }),
  }
}

/** As an author would sign another entry at the next place: the genuine one with another subject. */
async function otherwise(
  b: Side,
  genuine: Announcement,
  [what, instead]: [RegExp, string] = [/"time":(\d+)/, '"time":1$1'],
): Promise<Announcement> {
  const { theirs } = await headsOf(b)
  const header = utf8(new TextDecoder().decode(genuine.entry.header).replace(what, instead))
  assert.ok(!equal(header, genuine.entry.header))
  const grown = appendLeaf({ size: theirs.size, hashes: theirs.frontier }, leafHashBytes(header))
  const at = inclusionNodes(theirs.size, theirs.size + 1)
  const hashes = await b.store.read(RELATION, (reader) => reader.nodes('aaa', 1, at))
  const root = rootOf(grown.frontier)
  const signer = fakeSigner(logOrigin('aaa.test', RELATION, 1))
  return {
    ...genuine,
    index: theirs.size,
    entry: { ...genuine.entry, header },
    checkpoint: signCheckpoint({ origin: signer.name, size: theirs.size + 1, root }, signer),
    path: proveInclusion(theirs.size, theirs.size + 1, (level, index) => {
      const found = hashes[at.findIndex((one) => one.level === level && one.index === index)]
      assert.ok(found)
      return found
    }),
  }
}

test('SYNC-13 KEYS-3 one announced under a key that was changed before its place: a fork, and nobody accuses a disk', async () => {
  const [a, b] = await sameRequests(() => backlog(12))
  const [other] = await sameRequests(() => backlog(1))
  for (const one of await overheard(a, b)) await hearAnnounced(b.node, b.relation(RELATION), one)
  assert.ok((await announcedAt(b)).length > 0)
  other.time.now = b.time.now
  await rotateKey(other.node, other.relation(RELATION), { use: 'log' })
  other.relation(RELATION).line.batch = 100_000
  await talk(other, b)
  for (let i = 0; i < 20; i++) await ask(other, `otherwise ${i}`)
  await talk(other, b)
  await settleAnnounced(b.node, b.relation(RELATION))
  assert.deepEqual(await announcedAt(b), [])
  const told = await incidentsAt(b)
  assert.ok(
    told.length > 0 && told.every(({ code }) => code === 'fork'),
    told.map(({ code }) => code).join(' '),
  )
})
