/** Files between two nodes over lines, disks and counterparts of every kind. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { decodeFileAnswer, encodeFileAnswer, type FileAnswer, type FileQuestion } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { FileFolder } from '../store/files/folder.ts'
import type { StoreMethod } from '../store/memory/memory-store.ts'
import { MemoryUploads } from '../store/memory/uploads.ts'
import { type Fault, memoryFolder } from '../uses/_file-folder.ts'
import { entry as hostileEntry, newHostile } from '../uses/_hostile.ts'
import { ERRAND } from '../uses/_pacts.ts'
import { agree, RELATION, request, talk } from '../uses/_talk.ts'
import { newSide, officer, type Side } from '../uses/_world.ts'
import { answerFile } from '../uses/answer-file.ts'
import { type FileKeep, newFileKeep } from '../uses/file-keep.ts'
import { plainOf } from '../uses/file-read.ts'
import { receive } from '../uses/receive.ts'
import { record } from '../uses/record.ts'
import { beginUpload, continueUpload, type FileBrought, lookAtUpload, settleUpload } from '../uses/upload.ts'
import { type AskFile, Fetcher } from './fetcher.ts'
import { LinkFailure } from './link.ts'

const OPTIONS = { timeout: 5000, fastest: 1, slowest: 5, heartbeat: 5 }

interface Pair {
  a: Side
  b: Side
  keeps: { a: FileKeep; b: FileKeep }
  disk: Map<string, Buffer>
}

function keepOf(folder: FileFolder, more: { most?: number; scanner?: string[] } = {}): FileKeep {
  return newFileKeep({
    folder,
    uploads: new MemoryUploads(),
    most: more.most ?? 2 ** 31,
    scanner: more.scanner ?? null,
  })
}

async function pair(
  of: {
    fault?: Fault
    onCall?: (method: StoreMethod, when: 'before' | 'after') => void
    most?: number
    scanner?: string[]
  } = {},
): Promise<Pair> {
  const disk = new Map<string, Buffer>()
  const keeps = { a: keepOf(memoryFolder()), b: keepOf(memoryFolder(disk, of.fault), of) }
  const options = of.onCall ? { onCall: of.onCall } : {}
  const a = await newSide('aaa', [RELATION], 1, {}, { files: keeps.a })
  const b = await newSide('bbb', [RELATION], 2, options, { files: keeps.b })
  // The monotonic clock of a world stands still; pauses are to end.
  for (const side of [a, b]) side.node.monotonic = () => performance.now() / 1000
  await agree(a, b)
  return { a, b, keeps, disk }
}

async function bring(keep: FileKeep, bytes: Buffer): Promise<FileBrought> {
  const { id } = await beginUpload(keep, {
    relation: RELATION,
    officer: 'o',
    name: 'plan.bin',
    bytes: bytes.length,
    now: 0,
  })
  const { file } = await continueUpload(keep, id, 'o', 0, pieces(bytes))
  assert.ok(file)
  return file
}

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000)
}

async function ask({ a, b }: Pair, paper: Partial<FileBrought> & { digest: string }): Promise<string> {
  const { leaf } = await record(a.node, a.relation(RELATION), {
    kind: 'open',
    request: request(),
    author: officer('aaa'),
    procedure: ERRAND,
    act: 'ask',
    fields: { title: 'with a paper', paper },
    handling: 'H1',
  })
  digests.set(leaf, paper.digest)
  await talk(a, b)
  return leaf
}

/** By entry, the file of each. */
const digests = new Map<string, string>()

async function stateAt(side: Side, leaf: string): Promise<string | undefined> {
  // By another call than the nodes make: none that is to fail is spent on looking.
  const digest = digests.get(leaf) ?? ''
  const rows = await side.store.read(RELATION, (reader) => reader.filesByDigest(digest))
  return rows.find((row) => row.leaf === leaf)?.state
}

/** As the bytes of an answer would be read. */
function line(
  side: Side,
  change: (answer: FileAnswer, question: FileQuestion) => FileAnswer = (one) => one,
): AskFile {
  return async (question) => {
    const answer = change(await answerFile(side.node, side.relation(RELATION), question), question)
    return decodeFileAnswer(encodeFileAnswer(answer), question)
  }
}

async function fetching(side: Side, ask: AskFile, until: () => Promise<boolean>): Promise<void> {
  const { files } = side.node
  assert.ok(files)
  await using fetcher = new Fetcher(side.node, files, side.relation(RELATION), ask, OPTIONS)
  fetcher.start()
  for (let tries = 0; tries < 5000; tries++) {
    if (await until()) return
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  assert.fail('it did not happen')
}

async function incidents(side: Side): Promise<string[]> {
  return (await side.store.read(RELATION, (reader) => reader.incidents())).map(({ code }) => code)
}

async function contentAt(keep: FileKeep, file: FileBrought): Promise<Buffer> {
  const read: Buffer[] = []
  for await (const some of plainOf(keep.folder, file.digest, file)) read.push(some)
  return Buffer.concat(read)
}

test('FILES-6 a file arrives, and its receiver says so by one entry that both sides find effective', async () => {
  const both = await pair()
  const bytes = randomBytes(2_500_000)
  const file = await bring(both.keeps.a, bytes)
  const leaf = await ask(both, file)
  assert.deepEqual([await stateAt(both.a, leaf), await stateAt(both.b, leaf)], ['here', 'wanted'])
  await fetching(both.b, line(both.a), async () => (await stateAt(both.b, leaf)) === 'held')
  assert.ok((await contentAt(both.keeps.b, file)).equals(bytes))
  await talk(both.a, both.b)
  assert.equal(await stateAt(both.a, leaf), 'held')
  for (const side of [both.a, both.b]) {
    const rows = await side.store.read(RELATION, (reader) => reader.dossierEntries(leaf))
    assert.deepEqual(rows.map(({ kind }) => kind).sort(), ['held', 'open'])
    const at = rows.find(({ kind }) => kind === 'held')?.leaf ?? ''
    const judged = await side.store.read(RELATION, (reader) => reader.judged([at]))
    assert.equal(judged.get(at)?.verdict ?? 'effective', 'effective')
    assert.deepEqual(await incidents(side), [])
  }
})

test('FILES-4 a piece is given of a file that an entry of ours commits to, and of nothing else', async () => {
  const both = await pair()
  const file = await bring(both.keeps.a, randomBytes(1000))
  const question = (digest: string, offset = 0): FileQuestion => ({
    nonce: new Uint8Array(16),
    digest,
    offset,
    length: 100,
  })
  const given = async (side: Side, asked: FileQuestion) =>
    (await answerFile(side.node, side.relation(RELATION), asked)).bytes?.length ?? null
  // Brought and in no act; then in an act; at its end; by the receiver; of a digest nobody has.
  assert.equal(await given(both.a, question(file.digest)), null)
  const leaf = await ask(both, file)
  assert.equal(await given(both.a, question(file.digest)), 100)
  assert.equal(await given(both.a, question(file.digest, 1016)), null)
  await fetching(both.b, line(both.a), async () => (await stateAt(both.b, leaf)) === 'held')
  assert.equal(await given(both.b, question(file.digest)), null)
  assert.equal(await given(both.a, question('ab'.repeat(32))), null)
})

test('FILES-6 no number of files that cannot be had keeps the one after them from arriving', async () => {
  const both = await pair()
  const lost = new Set<string>()
  for (let i = 0; i < 55; i++) {
    const file = await bring(both.keeps.a, randomBytes(10))
    lost.add(file.digest)
    await ask(both, file)
  }
  const leaf = await ask(both, await bring(both.keeps.a, randomBytes(10)))
  const without = line(both.a, (answer, { digest }) =>
    lost.has(digest) ? { ...answer, bytes: null } : answer,
  )
  await fetching(both.b, without, async () => (await stateAt(both.b, leaf)) === 'held')
  for (const digest of lost) assert.ok(!both.disk.has(digest))
})

test('FILES-5 a wrong byte is found with its chunk, told once, and the rest still arrives', async () => {
  const both = await pair()
  const bytes = randomBytes(300_000)
  const leaf = await ask(both, await bring(both.keeps.a, bytes))
  let wrong = 3
  const bad = line(both.a, (answer) => {
    if (wrong === 0 || answer.bytes === null) return answer
    wrong -= 1
    const flipped = answer.bytes.slice()
    flipped[70_000] = (flipped[70_000] ?? 0) ^ 1
    return { ...answer, bytes: flipped }
  })
  await fetching(both.b, bad, async () => (await stateAt(both.b, leaf)) === 'held')
  assert.equal(wrong, 0)
  assert.deepEqual(await incidents(both.b), ['file-differs'])
})

test('FILES-5 a size that lies, and a piece of another file, bring nothing onto the disk', async () => {
  const both = await pair()
  const file = await bring(both.keeps.a, randomBytes(300_000))
  const other = await bring(both.keeps.a, randomBytes(300_000))
  await ask(both, other)
  const leaf = await ask(both, { ...file, bytes: 1000 })
  const swapped = await ask(both, { ...file })
  let asked = 0
  const bad: AskFile = (question, signal) => {
    if (question.digest !== file.digest) return Promise.reject(new LinkFailure('line-down'))
    asked += 1
    // For the honest entry the bytes of the other file.
    const digest = question.length > 2000 ? other.digest : question.digest
    return line(both.a)({ ...question, digest }, signal).then((answer) => ({
      ...answer,
      digest: file.digest,
    }))
  }
  await fetching(both.b, bad, async () => asked > 10)
  assert.deepEqual([await stateAt(both.b, leaf), await stateAt(both.b, swapped)], ['wanted', 'wanted'])
  assert.equal(both.disk.get(`${file.digest}.part`)?.length ?? 0, 0)
  assert.ok((await incidents(both.b)).every((code) => code === 'file-differs'))
})

test('FILES-5 nothing is asked for where the header has another size, and nothing larger than is taken', async () => {
  const both = await pair({ most: 100_000 })
  const large = await ask(both, await bring(both.keeps.a, randomBytes(100_001)))
  const hostile = newHostile('aaa')
  const b = await newSide('bbb', [RELATION], 3, {}, { files: keepOf(memoryFolder()) })
  b.relation(RELATION).start = 'confirmed'
  const files = [{ digest: 'cd'.repeat(32), size: 1024 }]
  hostile.entries.push(hostileEntry({ files }))
  assert.equal((await receive(b.node, b.relation(RELATION), hostile.step())).kind, 'answer')
  const leaf =
    (await b.store.read(RELATION, (reader) => reader.entries('aaa', 0, { entries: 1, bytes: 1 })))[0]?.leaf ??
    ''
  digests.set(leaf, 'cd'.repeat(32))
  const never: AskFile = () => assert.fail('it was asked for')
  await fetching(both.b, never, async () => (await stateAt(both.b, large)) === 'refused')
  await fetching(b, never, async () => (await stateAt(b, leaf)) === 'refused')
  for (const side of [both.b, b]) assert.deepEqual(await incidents(side), ['file-refused'])
})

test('a line that loses, cuts and stands still brings the file all the same, in smaller pieces', async () => {
  const both = await pair()
  const bytes = randomBytes(1_200_000)
  const file = await bring(both.keeps.a, bytes)
  const leaf = await ask(both, file)
  const lengths: number[] = []
  let count = 0
  const bad: AskFile = (question, signal) => {
    count += 1
    lengths.push(question.length)
    if (count % 4 === 1) return Promise.reject(new LinkFailure('line-down'))
    if (count % 4 === 2)
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(new LinkFailure('line-down'))),
      )
    if (count % 4 === 3) return Promise.resolve({ ...question, bytes: null })
    const short = { ...question, length: Math.min(question.length, 70_001) }
    return line(both.a)(short, signal)
  }
  const { files } = both.b.node
  assert.ok(files)
  await using fetcher = new Fetcher(both.b.node, files, both.b.relation(RELATION), bad, {
    ...OPTIONS,
    timeout: 20,
  })
  fetcher.start()
  for (let tries = 0; tries < 5000 && (await stateAt(both.b, leaf)) !== 'held'; tries++)
    await new Promise((resolve) => setTimeout(resolve, 2))
  assert.ok((await contentAt(both.keeps.b, file)).equals(bytes))
  assert.ok(Math.min(...lengths) < 100_000)
})

test('a node that is stopped and started goes on from the last chunk it kept', async () => {
  const both = await pair()
  const bytes = randomBytes(1_500_000)
  const file = await bring(both.keeps.a, bytes)
  const leaf = await ask(both, file)
  const offsets: number[] = []
  let down = true
  const slow: AskFile = (question, signal) => {
    offsets.push(question.offset)
    if (offsets.length >= 3 && down) return Promise.reject(new LinkFailure('line-down'))
    return line(both.a)({ ...question, length: Math.min(question.length, 200_000) }, signal)
  }
  await fetching(both.b, slow, async () => offsets.length >= 3)
  await both.b.restart()
  both.b.relation(RELATION).start = 'confirmed'
  both.b.node.monotonic = () => performance.now() / 1000
  const before = offsets.length
  down = false
  assert.equal(await stateAt(both.b, leaf), 'wanted')
  await fetching(both.b, slow, async () => (await stateAt(both.b, leaf)) === 'held')
  assert.ok((offsets[before] ?? 0) > 0)
  assert.ok((await contentAt(both.keeps.b, file)).equals(bytes))
})

for (const call of ['size', 'read', 'write', 'rename', 'remove', 'cut'] as const)
  for (const when of ['before', 'after'] as const)
    test(`a file arrives although ${call} fails, ${when === 'before' ? 'undone' : 'and was done all the same'}`, async () => {
      let armed = false
      const both = await pair({
        fault: (one, at) => {
          if (!armed || one !== call || at !== when) return
          armed = false
          throw new NodeError({ code: 'files-unavailable' })
        },
      })
      const bytes = randomBytes(200_000)
      const file = await bring(both.keeps.a, bytes)
      const leaf = await ask(both, file)
      armed = true
      await fetching(both.b, line(both.a), async () => (await stateAt(both.b, leaf)) === 'held')
      assert.ok((await contentAt(both.keeps.b, file)).equals(bytes))
      assert.deepEqual([...both.disk.keys()], [file.digest])
    })

for (const method of ['filesIn', 'files', 'moveFile', 'parts', 'entryByLeaf', 'commit', 'append'] as const)
  for (const when of ['before', 'after'] as const)
    test(`a file arrives once although ${method} of the store fails, ${when === 'before' ? 'undone' : 'and was done all the same'}`, async () => {
      const both = await pair()
      const file = await bring(both.keeps.a, randomBytes(100_000))
      const leaf = await ask(both, file)
      both.b.store.failNext(when, method)
      await fetching(both.b, line(both.a), async () => (await stateAt(both.b, leaf)) === 'held')
      await talk(both.a, both.b)
      const rows = await both.a.store.read(RELATION, (reader) => reader.dossierEntries(leaf))
      assert.equal(rows.filter(({ kind }) => kind === 'held').length, 1)
      assert.equal(await stateAt(both.a, leaf), 'held')
    })

for (const call of ['size', 'read', 'write', 'rename', 'cut'] as const)
  for (const when of ['before', 'after'] as const)
    test(`an upload comes to its end although ${call} fails, ${when === 'before' ? 'undone' : 'and was done all the same'}`, async () => {
      let armed = true
      const keep = keepOf(
        memoryFolder(new Map(), (one, at) => {
          if (!armed || one !== call || at !== when) return
          armed = false
          throw new NodeError({ code: 'files-unavailable' })
        }),
      )
      const bytes = randomBytes(200_000)
      const asked = { relation: RELATION, officer: 'o', name: 'plan.bin', bytes: bytes.length, now: 0 }
      const begun = await beginUpload(keep, asked).catch(() => beginUpload(keep, asked))
      let file: FileBrought | null = null
      for (let tries = 0; tries < 4 && !file; tries++) {
        const look = await lookAtUpload(keep, begun.id, 'o').catch(() => null)
        if (!look) continue
        const put = continueUpload(keep, begun.id, 'o', look.offset, pieces(bytes.subarray(look.offset)))
        file = (await put.catch(() => null))?.file ?? null
      }
      assert.ok(file)
      const found = await keep.uploads.upload(begun.id)
      assert.equal(found?.state, 'ready')
      if (found) await settleUpload(keep, found)
      assert.ok((await contentAt(keep, file)).equals(bytes))
    })

for (const [ends, state, told] of [
  ['process.exit(0)', 'held', []],
  ['process.exit(1)', 'refused', ['file-refused']],
] as const)
  test(`a scanner that is fed the file and ends with ${ends} decides about it`, async () => {
    const code = `let n=0;process.stdin.on('data',(d)=>{n+=d.length}).on('end',()=>{if(n!==150000)process.exit(7);${ends}})`
    const both = await pair({ scanner: [process.execPath, '-e', code] })
    const leaf = await ask(both, await bring(both.keeps.a, randomBytes(150_000)))
    await fetching(both.b, line(both.a), async () => (await stateAt(both.b, leaf)) === state)
    assert.deepEqual(await incidents(both.b), told)
    assert.equal(both.disk.size, state === 'held' ? 1 : 0)
    await talk(both.a, both.b)
    // The other side is told that a file is held, and never why another is not.
    assert.equal(await stateAt(both.a, leaf), state === 'held' ? 'held' : 'here')
    assert.deepEqual(await incidents(both.a), [])
  })

test('a scanner that is not there, or ends otherwise, holds the file', async () => {
  for (const scanner of [['/nowhere/scanner'], [process.execPath, '-e', 'process.exit(2)']]) {
    const both = await pair({ scanner })
    const leaf = await ask(both, await bring(both.keeps.a, randomBytes(150_000)))
    let looks = 0
    await fetching(both.b, line(both.a), async () => {
      if ((await stateAt(both.b, leaf)) === 'scanning') looks += 1
      return looks > 40
    })
    assert.equal(await stateAt(both.b, leaf), 'scanning')
  }
})
