/** What entries enclose and a disk has lost: had back from the copy that the other side was given, or asked for once more. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { FileQuestion } from '@counterpart/protocol'
import { allow, two } from '../uses/_brought-back.ts'
import { memoryFolder } from '../uses/_file-folder.ts'
import { ask as asks, headsOf, RELATION, say, talk } from '../uses/_talk.ts'
import { channelTo, newSide, type Side } from '../uses/_world.ts'
import { answerFile } from '../uses/file/answer-file.ts'
import { confirmHeld } from '../uses/record/confirm-held.ts'
import { LinkFailure } from '../wire/link.ts'
import { ask, bring, contentAt, fetching, incidents, keepOf, line, pair, stateAt } from './_fetching.ts'
import type { AskFile } from './fetcher.ts'

/** A side has nothing but its keys, and has both logs back. */
async function anew(b: Side, disk: Map<string, Buffer>, party = 'aaa'): Promise<Side> {
  const a = await newSide(party, [RELATION], 3, {}, { files: keepOf(memoryFolder(disk)) })
  a.node.monotonic = () => performance.now() / 1000
  await say(a, channelTo(b, RELATION)).catch(() => undefined)
  await two(a)
  await allow(b)
  await talk(a, b)
  assert.equal(a.relation(RELATION).start, 'confirmed')
  return a
}

test('GIVE-10 a side has the files of its own entries back, from where it was broken off, and says nothing of it', async () => {
  const both = await pair()
  const { b } = both
  const bytes = randomBytes(2_500_000)
  const file = await bring(both.keeps.a, bytes)
  const small = await bring(both.keeps.a, randomBytes(10))
  const leaf = await ask(both, file)
  const other = await ask(both, small)
  await fetching(b, line(both.a), async () => (await stateAt(b, leaf)) === 'held')
  await fetching(b, line(both.a), async () => (await stateAt(b, other)) === 'held')
  await talk(both.a, b)

  const disk = new Map<string, Buffer>()
  const a = await anew(b, disk)
  const keep = a.node.files
  assert.ok(keep)
  assert.deepEqual([await stateAt(a, leaf), disk.size], ['held', 0])
  const before = await headsOf(a)
  const asked: FileQuestion[] = []
  const damage = { what: 'file', leaf, digest: file.digest }
  await a.store.locked(RELATION, (writer) => writer.putIncident(0, 'entry-damaged', damage))
  const dying: AskFile = (question, signal) => {
    if (question.digest === file.digest) asked.push(question)
    if (asked.length > 1) return Promise.reject(new LinkFailure('line-broken'))
    return line(b)(question, signal)
  }
  await fetching(a, dying, async () => asked.length > 1)
  assert.ok(!disk.has(file.digest))
  asked.length = 0
  const steady: AskFile = (question, signal) => {
    if (question.digest === file.digest) asked.push(question)
    return line(b)(question, signal)
  }
  await fetching(a, steady, async () => disk.has(file.digest) && disk.has(small.digest))
  assert.ok(asked[0] && asked[0].offset > 0)
  // Told as damaged before it came: that is over with it.
  const repaired = async () => (await incidents(a)).filter((code) => code === 'damage-repaired').length
  await fetching(a, steady, async () => (await repaired()) === 1)
  assert.ok((await contentAt(keep, file)).equals(bytes))
  assert.deepEqual([...disk.keys()].sort(), [file.digest, small.digest].sort())
  // It was held there before: nothing is confirmed a second time, and nothing was signed.
  assert.deepEqual([await stateAt(a, leaf), await headsOf(a)], ['held', before])
})

test('GIVE-10 a file goes back to its author alone, and only while two operators have said so', async () => {
  const both = await pair()
  const { a, b } = both
  const file = await bring(both.keeps.a, randomBytes(1000))
  const leaf = await ask(both, file)
  await fetching(b, line(a), async () => (await stateAt(b, leaf)) === 'held')
  const given = async (side: Side, digest = file.digest) => {
    const question = { nonce: new Uint8Array(16), digest, offset: 0, length: 100 }
    return (await answerFile(side.node, side.relation(RELATION), question)).bytes?.length ?? null
  }
  assert.equal(await given(b), null)
  await allow(b)
  assert.deepEqual([await given(b), await given(b, 'ab'.repeat(32))], [100, null])
  // Brought by an officer there, and in no entry that the asker knows.
  assert.equal(await given(b, (await bring(both.keeps.b, randomBytes(10))).digest), null)
  b.time.now += 24 * 60 * 60
  assert.equal(await given(b), null)
})

test('GIVE-10 a copy that is not what the entry commits to is told, and kept nowhere', async () => {
  const both = await pair()
  const { b } = both
  const file = await bring(both.keeps.a, randomBytes(100_000))
  const leaf = await ask(both, file)
  await fetching(b, line(both.a), async () => (await stateAt(b, leaf)) === 'held')
  await talk(both.a, b)
  const disk = new Map<string, Buffer>()
  const a = await anew(b, disk)
  const spoiled = line(b, (answer) => {
    const bytes = answer.bytes?.slice() ?? null
    if (bytes) bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    return { ...answer, bytes }
  })
  const told = async () => (await incidents(a)).includes('file-differs')
  await fetching(a, spoiled, told)
  assert.ok(!disk.has(file.digest))
  await fetching(a, line(b), async () => disk.has(file.digest))
})

async function saidHeld(side: Side, dossier: string): Promise<number> {
  const rows = await side.store.read(RELATION, (reader) => reader.dossierEntries(dossier))
  return rows.filter(({ kind }) => kind === 'held').length
}

test('FILES-6 what a receiver has lost comes again, and it is said once that it is held', async () => {
  const both = await pair()
  const { a, b } = both
  const file = await bring(both.keeps.a, randomBytes(100_000))
  const leaf = await ask(both, file)
  const isHeld = (side: Side) => async () => (await stateAt(side, leaf)) === 'held'
  await fetching(b, line(a), isHeld(b))
  await talk(a, b)

  both.disk.clear()
  await fetching(b, line(a), async () => both.disk.has(file.digest) && (await isHeld(b)()))
  const disk = new Map<string, Buffer>()
  const anewB = await anew(a, disk, 'bbb')
  await fetching(anewB, line(a), isHeld(anewB))
  assert.ok(disk.has(file.digest))
  await talk(a, anewB)
  assert.deepEqual([await saidHeld(a, leaf), await saidHeld(anewB, leaf)], [1, 1])
})

test('FILES-6 what is on record as here, and on no disk, is asked for before it is said to be held', async () => {
  const both = await pair()
  const { a, b } = both
  const file = await bring(both.keeps.a, randomBytes(10))
  const leaf = await ask(both, file)
  // As a backup of the database has it.
  await b.store.locked(RELATION, (writer) => writer.moveFile(leaf, file.digest, ['wanted'], 'here'))
  const before = await headsOf(b)
  assert.equal(await confirmHeld(b.node, b.relation(RELATION), leaf), 'later')
  assert.deepEqual([await stateAt(b, leaf), await headsOf(b)], ['wanted', before])
  await fetching(b, line(a), async () => (await stateAt(b, leaf)) === 'held')
  assert.ok(both.disk.has(file.digest))
})

test('FILES-6 what cannot be said now, because much is being recorded, is said later', async () => {
  const both = await pair()
  const { b } = both
  const file = await bring(both.keeps.a, randomBytes(10))
  const leaf = await ask(both, file)
  await b.store.locked(RELATION, (writer) => writer.moveFile(leaf, file.digest, ['wanted'], 'here'))
  both.disk.set(file.digest, Buffer.alloc(1))
  const many = Array.from({ length: 1100 }, () => asks(b).catch(({ code }) => code))
  assert.equal(await confirmHeld(b.node, b.relation(RELATION), leaf), 'later')
  assert.ok((await Promise.all(many)).includes('too-many-requests'))
  assert.equal(await confirmHeld(b.node, b.relation(RELATION), leaf), 'said')
})
