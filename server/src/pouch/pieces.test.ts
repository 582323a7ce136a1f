import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { encodeFilePiece, FILE_PIECE, newPouchWriter } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import {
  bring as brought,
  contentAt,
  enclose,
  fetching,
  incidents,
  line,
  OPTIONS,
  pair,
  stateAt,
} from '../outbound/_fetching.ts'
import { type AskFile, Fetcher } from '../outbound/fetcher.ts'
import { RELATION } from '../uses/_talk.ts'
import { forget } from '../uses/file/arriving-file.ts'
import { findPieces, putPiece } from '../uses/file/brought-pieces.ts'
import { findUnremoved } from '../uses/retention/destroy-again.ts'
import { LinkFailure } from '../wire/link.ts'
import { sealMessage } from '../wire/seal.ts'
import { bring, type Carrier, carrying, series } from './_carry.ts'
import { headOf } from './plan.ts'

const noLine = () => Promise.reject(new LinkFailure('line-down'))

/** Two sides without a line, and an act of the first that encloses a file of four pieces. */
async function enclosed(of: Parameters<typeof pair>[0] = {}) {
  const both = await pair(of)
  const { a, b, keeps } = both
  const [one, other] = carrying(a, b)
  const bytes = randomBytes(3 * FILE_PIECE.bytes + 500)
  const paper = await brought(keeps.a, bytes)
  const leaf = await enclose(a, paper)
  const made = await series(one)
  const [entries, pieces] = [false, true].map((is) =>
    made.filter(({ file }) => (file.pieces !== undefined) === is).map((each) => each.bytes),
  )
  return { ...both, one, other, bytes, paper, leaf, made, entries: entries ?? [], pieces: pieces ?? [] }
}

/** A pouch with pieces that its writer sealed, whoever that is. */
async function sealed({ side, seals }: Carrier, digest: string, offset: number, bytes: Uint8Array) {
  const relation = side.relation(RELATION)
  const writer = newPouchWriter(headOf(relation, seals, { start: 0, end: 0, part: 2, of: 2 }))
  const item = await sealMessage(relation, seals, encodeFilePiece({ digest, offset, bytes }))
  return Buffer.concat([writer.head, writer.item(item), writer.end()])
}

test('FILES-7 POUCH-10 a file goes by pouches alone, in any order and any number of times, and what says that it is held comes back so', async () => {
  const { a, b, keeps, one, other, bytes, paper, leaf, made, entries, pieces, disk } = await enclosed()
  assert.equal(pieces.length, 4)
  const names = made.map(({ file }) => file.name)
  assert.equal(new Set(names).size, names.length)
  for (const piece of pieces.toReversed()) {
    const { pieces: taken, early } = await bring(other, piece)
    assert.deepEqual([taken, early], [0, 1])
  }
  assert.deepEqual([...disk.keys()], [])
  for (const entry of entries) assert.equal((await bring(other, entry)).refused, null)
  for (const taken of [1, 1])
    for (const piece of pieces.toReversed()) assert.equal((await bring(other, piece)).pieces, taken)
  // A start in the middle of it.
  keeps.b.pieces.clear()
  await findPieces(keeps.b)
  await fetching(b, noLine, async () => (await stateAt(b, leaf)) === 'held')
  assert.deepEqual(await contentAt(keeps.b, paper), bytes)
  assert.deepEqual([...disk.keys()], [paper.digest])
  for (const piece of pieces) {
    const { pieces: taken, early, passed } = await bring(other, piece)
    assert.deepEqual([taken, early, passed], [0, 0, 1])
  }
  for (const { bytes: back } of await series(other)) await bring(one, back)
  assert.equal(await stateAt(a, leaf), 'held')
  assert.ok((await series(one)).every(({ file }) => file.pieces === undefined))
  assert.deepEqual([await incidents(a), await incidents(b)], [[], []])
})

test('FILES-7 what comes by the line and what comes by pouches is one file', async () => {
  const { a, b, keeps, other, bytes, paper, leaf, entries, pieces } = await enclosed()
  for (const entry of entries) await bring(other, entry)
  let asked = 0
  const whole = line(a)
  const once: typeof whole = async (question, signal) => {
    asked += 1
    if (asked > 1) throw new LinkFailure('line-down')
    return whole({ ...question, length: 500_000 }, signal).then((answer) => answer)
  }
  await fetching(b, once, async () => asked > 2)
  for (const piece of pieces.slice(0, 2)) await bring(other, piece)
  let more = 0
  const counted: typeof whole = (question, signal) => {
    more += 1
    assert.ok(question.offset >= 2 * FILE_PIECE.bytes)
    return whole(question, signal)
  }
  await fetching(b, counted, async () => (await stateAt(b, leaf)) === 'held')
  assert.ok(more > 0)
  assert.deepEqual(await contentAt(keeps.b, paper), bytes)
  assert.equal(keeps.b.pieces.size, 0)
})

test('FILES-5 FILES-7 what an entry does not commit to is not kept, whoever sealed it', async () => {
  const { one, other, paper, entries, pieces, disk } = await enclosed()
  for (const entry of entries) await bring(other, entry)
  const chunk = randomBytes(65_552)
  for (const [offset, bytes] of [
    [0, chunk],
    [0, new Uint8Array(16)],
    [1000 * FILE_PIECE.bytes, chunk],
  ] as const)
    await assert.rejects(async () => bring(other, await sealed(one, paper.digest, offset, bytes)), {
      code: 'pouch-not-signed',
    })
  const foreign = await bring(other, await sealed(one, 'ab'.repeat(32), 0, chunk))
  assert.deepEqual([foreign.early, foreign.pieces], [1, 0])
  assert.deepEqual([...disk.keys()], [])
  // What is kept goes with its file.
  for (const piece of pieces) await bring(other, piece)
  assert.equal(disk.size, 4)
  const { files } = other.side.node
  assert.ok(files)
  await forget(files, RELATION, paper.digest)
  assert.deepEqual([disk.size, files.pieces.size], [0, 0])
})

for (const failed of ['before', 'after'] as const)
  test(`FILES-7 a piece whose write failed ${failed} it was carried out is brought again, and one that is damaged or lost here is asked for`, async () => {
    let fails = true
    const fault = (call: string, when: string) => {
      if (fails && call === 'write' && when === failed) throw new Error('disk')
    }
    const { a, b, keeps, other, bytes, paper, leaf, entries, pieces, disk } = await enclosed({ fault })
    for (const entry of entries) await bring(other, entry)
    await assert.rejects(() => bring(other, pieces[0] ?? assert.fail()))
    fails = false
    for (const piece of pieces.slice(0, 3)) assert.equal((await bring(other, piece)).pieces, 1)
    for (const [name, kept] of disk) {
      if (name.endsWith('.1.piece')) kept[70_000] = (kept[70_000] ?? 0) ^ 1
      if (name.endsWith('.2.piece')) disk.delete(name)
    }
    await fetching(b, line(a), async () => (await stateAt(b, leaf)) === 'held')
    assert.deepEqual(await contentAt(keeps.b, paper), bytes)
    assert.deepEqual([...disk.keys()], [paper.digest])
    assert.deepEqual(await incidents(b), [])
  })

test('FILES-7 what is left of pieces when their file is held goes with the next start that can remove it, and of no other', async () => {
  const { b, keeps, other, paper, leaf, entries, pieces, disk } = await enclosed()
  for (const each of [...entries, ...pieces]) await bring(other, each)
  await fetching(b, noLine, async () => (await stateAt(b, leaf)) === 'held')
  const stray = 'cd'.repeat(32)
  for (const digest of [paper.digest, stray])
    await putPiece(keeps.b, RELATION, { digest, offset: 0, bytes: Uint8Array.of(1) })
  await findPieces(keeps.b)
  const { folder } = keeps.b
  keeps.b.folder = { ...folder, remove: () => Promise.reject(new NodeError({ code: 'files-unavailable' })) }
  await findUnremoved(b.node, b.relation(RELATION))
  assert.equal(keeps.b.pieces.size, 2)
  keeps.b.folder = folder
  await findUnremoved(b.node, b.relation(RELATION))
  assert.equal(keeps.b.pieces.size, 1)
  const names = [...disk.keys()].map((name) => name.slice(0, 2))
  assert.deepEqual(names.sort(), [paper.digest.slice(0, 2), 'cd'].sort())
})

test('FILES-4 FILES-7 whether another relation has a file cannot be told by which pieces are passed over', async () => {
  const { b, keeps, other, bytes, paper, leaf, entries, pieces } = await enclosed()
  const { folder } = keeps.a
  await keeps.b.folder.write(paper.digest, 0, await folder.read(paper.digest, 0, 10_000_000))
  for (const entry of entries) await bring(other, entry)
  for (const piece of pieces) assert.equal((await bring(other, piece)).pieces, 1)
  await findPieces(keeps.b)
  await findUnremoved(b.node, b.relation(RELATION))
  await fetching(b, noLine, async () => (await stateAt(b, leaf)) === 'held')
  assert.deepEqual(await contentAt(keeps.b, paper), bytes)
})

test('FILES-7 a file that has its name when the node stops, and its row not yet, is found again, and no piece carried again', async () => {
  let dies = true
  const onCall = (method: string) => {
    if (dies && method === 'moveFile') throw new NodeError({ code: 'internal' })
  }
  const { a, b, keeps, other, bytes, paper, leaf, entries, pieces, disk } = await enclosed({ onCall })
  for (const each of [...entries, ...pieces]) await bring(other, each)
  await fetching(b, noLine, async () => disk.has(paper.digest))
  await b.restart()
  assert.equal(await stateAt(b, leaf), 'wanted')
  dies = false
  b.relation(RELATION).start = 'confirmed'
  b.node.monotonic = () => performance.now() / 1000
  await findPieces(keeps.b)
  await findUnremoved(b.node, b.relation(RELATION))
  const [, again] = carrying(a, b)
  for (const piece of pieces) assert.equal((await bring(again, piece)).pieces, 0)
  await fetching(b, noLine, async () => (await stateAt(b, leaf)) === 'held')
  assert.deepEqual(await contentAt(keeps.b, paper), bytes)
  assert.deepEqual([...disk.keys()], [paper.digest])
})

test('FILES-7 nobody waits for a line that is cut when pieces are brought', async () => {
  const { b, keeps, other, bytes, paper, leaf, entries, pieces } = await enclosed()
  for (const entry of entries) await bring(other, entry)
  const waits = Promise.withResolvers<void>()
  const ends: unknown[] = []
  const cut: AskFile = (_, signal) =>
    new Promise((_, reject) => {
      waits.resolve()
      signal.addEventListener('abort', () => {
        ends.push(signal.reason)
        reject(new LinkFailure('line-down'))
      })
    })
  await using fetcher = new Fetcher(b.node, keeps.b, b.relation(RELATION), cut, OPTIONS)
  b.node.events.listen(({ kind }) => kind === 'brought' && fetcher.brought())
  fetcher.start()
  await waits.promise
  for (const piece of pieces) await bring(other, piece)
  while ((await stateAt(b, leaf)) !== 'held') await new Promise((resolve) => setTimeout(resolve, 2))
  assert.deepEqual(await contentAt(keeps.b, paper), bytes)
  assert.ok(ends.length > 0)
  assert.ok(ends.every((reason) => (reason as Error).name !== 'TimeoutError'))
})
