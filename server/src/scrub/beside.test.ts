/** What lies beside the log: files of acts, and what waits of pouches. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeFileAnswer, encodeFileAnswer } from '@counterpart/protocol'
import { Fetcher } from '../outbound/fetcher.ts'
import { bring as bringPouch, carriers, series } from '../pouch/_carry.ts'
import { MemoryUploads } from '../store/memory/uploads.ts'
import { memoryFolder } from '../uses/_file-folder.ts'
import { ERRAND } from '../uses/_pacts.ts'
import { agree, ask, RELATION, request, talk } from '../uses/_talk.ts'
import { newSide, officer, type Side } from '../uses/_world.ts'
import { answerFile } from '../uses/file/answer-file.ts'
import { newFileKeep } from '../uses/file/file-keep.ts'
import { beginUpload, continueUpload } from '../uses/file/upload.ts'
import { record } from '../uses/record/record.ts'
import { eachBit } from './_sample.ts'
import { NO_REST, scrubOf } from './_scrubbed.ts'
import { checkFile } from './check-files.ts'
import type { Finding } from './finding.ts'

interface Holder {
  side: Side
  disk: Map<string, Buffer>
}

async function holder(party: string, seed: number): Promise<Holder> {
  const disk = new Map<string, Buffer>()
  const files = newFileKeep({
    folder: memoryFolder(disk),
    uploads: new MemoryUploads(),
    most: 2 ** 20,
    scanner: null,
  })
  const side = await newSide(party, [RELATION], seed, {}, { files })
  side.node.monotonic = () => performance.now() / 1000
  return { side, disk }
}

/** An act with a file of so many bytes, here and there. */
async function sent(bytes: number): Promise<{ a: Holder; b: Holder; leaf: string; digest: string }> {
  const [a, b] = [await holder('aaa', 1), await holder('bbb', 2)]
  await agree(a.side, b.side)
  const keep = a.side.node.files ?? assert.fail()
  const about = { relation: RELATION, officer: 'o', name: 'plan.bin', bytes, now: 0 }
  const { id } = await beginUpload(keep, about)
  const content = (async function* () {
    yield Buffer.alloc(bytes, 7)
  })()
  const { file } = await continueUpload(keep, id, 'o', 0, content)
  const paper = file ?? assert.fail()
  const { leaf } = await record(a.side.node, a.side.relation(RELATION), {
    kind: 'open',
    request: request(),
    author: officer('aaa'),
    procedure: ERRAND,
    act: 'ask',
    fields: { title: 'with a paper', paper },
    handling: 'H1',
  })
  await talk(a.side, b.side)
  await fetched(a, b, leaf)
  return { a, b, leaf, digest: paper.digest }
}

const stateOf = async ({ side }: Holder, leaf: string) =>
  (await side.store.read(RELATION, (reader) => reader.files([leaf]))).get(leaf)?.[0]?.state

async function fetched(a: Holder, b: Holder, leaf: string): Promise<void> {
  const { node } = b.side
  const line = async (question: Parameters<typeof answerFile>[2]) =>
    decodeFileAnswer(
      encodeFileAnswer(await answerFile(a.side.node, a.side.relation(RELATION), question)),
      question,
    )
  const keep = node.files ?? assert.fail()
  await using fetcher = new Fetcher(node, keep, b.side.relation(RELATION), line, {
    timeout: 5000,
    fastest: 1,
    slowest: 5,
    heartbeat: 5,
  })
  fetcher.start()
  for (let i = 0; i < 1000; i++) {
    const state = await stateOf(b, leaf)
    if (state === 'here' || state === 'held') return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  assert.fail('did not come')
}

async function incidents({ side }: Holder): Promise<string[]> {
  const scrub = scrubOf(side)
  await scrub.begin()
  await scrub.pass(NO_REST, new AbortController().signal)
  const all = await side.store.read(RELATION, (reader) => reader.incidents())
  return all.map(({ code, detail }) => `${code} ${(detail as Finding).what}`).reverse()
}

test('FILES every flipped bit of a stored file is found, and a byte too many', async () => {
  const { b, leaf, digest } = await sent(90)
  const scrubbed = { node: b.side.node, relation: b.side.relation(RELATION) }
  const [row] = (await b.side.store.read(RELATION, (reader) => reader.files([leaf]))).get(leaf) ?? []
  const look = async () => {
    const found: Finding[] = []
    await checkFile(
      scrubbed,
      b.side.store,
      row ?? assert.fail(),
      async () => undefined,
      (one) => found.push(one),
    )
    return found
  }
  const bytes = b.disk.get(digest) ?? assert.fail()
  assert.deepEqual(await look(), [])
  const damaged = [{ what: 'file', leaf, digest }]
  await eachBit(bytes, async () => assert.deepEqual(await look(), damaged))
  for (const other of [Buffer.concat([bytes, bytes.subarray(0, 1)]), bytes.subarray(1), Buffer.alloc(0)]) {
    b.disk.set(digest, other)
    assert.deepEqual(await look(), damaged)
  }
})

test('FILES a damaged file of theirs is fetched again, and that ends its incident; one of ours stays on record', async () => {
  const { a, b, leaf, digest } = await sent(70_000)
  const flipped = (disk: Map<string, Buffer>) => {
    const bytes = Buffer.from(disk.get(digest) ?? assert.fail())
    bytes[66_000] = (bytes[66_000] ?? 0) ^ 16
    disk.set(digest, bytes)
  }
  assert.deepEqual(await incidents(b), [])
  flipped(b.disk)
  assert.deepEqual(await incidents(b), ['entry-damaged file'])
  assert.equal(await stateOf(b, leaf), 'wanted')
  const watched = scrubOf(b.side)
  assert.equal((await watched.open()).length, 1)
  await fetched(a, b, leaf)
  // Without another pass.
  assert.deepEqual(await watched.open(), [])
  assert.deepEqual(await incidents(b), ['entry-damaged file', 'damage-repaired file'])
  flipped(a.disk)
  for (let i = 0; i < 2; i++) assert.deepEqual(await incidents(a), ['entry-damaged file'])
  assert.ok(a.disk.has(digest))
})

test('POUCH a bit flipped in what waits is found, and what is no use any more is dropped, for it comes again', async () => {
  const [a, b] = await carriers()
  for (let i = 0; i < 3; i++) await ask(a.side, `question ${i}`)
  const files = await series(a)
  await bringPouch(b, files.at(-1)?.bytes ?? new Uint8Array())
  const aside = b.pouches.aside()
  const [place = assert.fail()] = await aside.places()
  const sealed = (await b.shelf.sealed(RELATION, place)) ?? assert.fail()
  assert.equal(await aside.isSound(place), true)
  let bits = 0
  for (let at = 0; at < sealed.length; at += 61) {
    const was = sealed[at] ?? 0
    sealed[at] = was ^ (1 << (at & 7))
    assert.equal(await aside.isSound(place), false)
    sealed[at] = was
    bits += 1
  }
  assert.ok(bits > 50)
  sealed[99] = (sealed[99] ?? 0) ^ 1
  const scrub = scrubOf(b.side, { aside })
  await scrub.pass(NO_REST, new AbortController().signal)
  assert.deepEqual([(await scrub.progress()).last?.found, (await scrub.progress()).last?.repaired], [1, 1])
  assert.deepEqual(await aside.places(), [])
})

test('FILES what a node that was brought back has not fetched yet is not damaged; once it may, it is', async () => {
  const { a, digest } = await sent(90)
  a.disk.delete(digest)
  const relation = a.side.relation(RELATION)
  relation.start = 'waiting'
  assert.deepEqual(await incidents(a), [])
  relation.start = 'confirmed'
  assert.deepEqual(await incidents(a), ['entry-damaged file'])
})
