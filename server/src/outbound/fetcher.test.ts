/** Files between two nodes over lines, disks and counterparts of every kind. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { FileQuestion } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import { memoryFolder } from '../uses/_file-folder.ts'
import { entry as hostileEntry, newHostile } from '../uses/_hostile.ts'
import { RELATION, talk } from '../uses/_talk.ts'
import { newSide, type Side } from '../uses/_world.ts'
import { answerFile } from '../uses/file/answer-file.ts'
import { partOf } from '../uses/file/arriving-file.ts'
import { beginUpload, continueUpload, lookAtUpload, settleUpload } from '../uses/file/upload.ts'
import { receive } from '../uses/receive/receive.ts'
import { LinkFailure } from '../wire/link.ts'
import {
  ask,
  bring,
  contentAt,
  digests,
  fetching,
  incidents,
  keepOf,
  line,
  OPTIONS,
  pair,
  pieces,
  stateAt,
} from './_fetching.ts'
import { type AskFile, Fetcher } from './fetcher.ts'

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
  const lost = await bring(both.keeps.a, randomBytes(10))
  // More than are looked at in one round, before it and behind it.
  for (let i = 0; i < 55; i++) await ask(both, lost)
  const leaf = await ask(both, await bring(both.keeps.a, randomBytes(10)))
  for (let i = 0; i < 55; i++) await ask(both, lost)
  const without = line(both.a, (answer, { digest }) =>
    digest === lost.digest ? { ...answer, bytes: null } : answer,
  )
  await fetching(both.b, without, async () => (await stateAt(both.b, leaf)) === 'held')
  assert.ok(!both.disk.has(lost.digest))
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
  for (const [name, bytes] of both.disk) if (name.startsWith(file.digest)) assert.equal(bytes.length, 0)
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

test('a file that two acts hold comes whole over a line that loses pieces of it', async () => {
  const both = await pair()
  const bytes = randomBytes(1_200_000)
  const file = await bring(both.keeps.a, bytes)
  const leaves = [await ask(both, file), await ask(both, file)]
  let count = 0
  const bad: AskFile = (question, signal) => {
    count += 1
    if (count % 3 === 0) return Promise.reject(new LinkFailure('line-down'))
    return line(both.a)({ ...question, length: Math.min(question.length, 70_001) }, signal)
  }
  const areHeld = async () =>
    (await Promise.all(leaves.map((leaf) => stateAt(both.b, leaf)))).every((state) => state === 'held')
  await fetching(both.b, bad, areHeld)
  assert.ok((await contentAt(both.keeps.b, file)).equals(bytes))
  assert.deepEqual([...both.disk.keys()], [file.digest])
})

test('of a file whose author committed to another one, nothing stays on the disk', async () => {
  const both = await pair()
  const file = await bring(both.keeps.a, randomBytes(300_000))
  const other = { ...file, digest: 'cd'.repeat(32) }
  const leaf = await ask(both, other)
  const given: AskFile = async (question, signal) => {
    const answer = await line(both.a)({ ...question, digest: file.digest }, signal)
    return { ...answer, digest: question.digest }
  }
  // Its bytes are asked for by its own digest, which another entry of the same side names.
  await ask(both, file)
  await fetching(both.b, given, async () => (await stateAt(both.b, leaf)) === 'refused')
  assert.deepEqual(
    [...both.disk.keys()].filter((name) => name.startsWith(other.digest)),
    [],
  )
})

test('FILES-6 what a clock keeps from being said is said when the clock is right again', async () => {
  const both = await pair()
  const leaf = await ask(both, await bring(both.keeps.a, randomBytes(1000)))
  const { line: seen } = both.b.relation(RELATION)
  seen.clockDifference = 1_000_000
  let looks = 0
  await fetching(both.b, line(both.a), async () => {
    if ((await stateAt(both.b, leaf)) !== 'here') return (await stateAt(both.b, leaf)) === 'held'
    looks += 1
    if (looks > 20) seen.clockDifference = 0
    return false
  })
  assert.ok(looks > 20)
})

for (const [code, again] of [
  ['line-down', true],
  ['not-found', false],
] as const)
  test(`a sign of life ${again ? 'ends' : 'does not end'} the pause after ${code}`, async () => {
    const both = await pair()
    await ask(both, await bring(both.keeps.a, randomBytes(10)))
    let asked = 0
    const failing: AskFile = () => {
      asked += 1
      return Promise.reject(new LinkFailure(code))
    }
    const { files } = both.b.node
    assert.ok(files)
    await using fetcher = new Fetcher(both.b.node, files, both.b.relation(RELATION), failing, {
      timeout: 5000,
      fastest: 600_000,
      slowest: 600_000,
      heartbeat: 600_000,
    })
    fetcher.start()
    for (let tries = 0; asked === 0 && tries < 5000; tries++) await new Promise((done) => setTimeout(done, 1))
    for (let tries = 0; tries < 50; tries++) {
      fetcher.signOfLife()
      fetcher.poke()
      await new Promise((done) => setTimeout(done, 1))
    }
    assert.equal(asked > 1, again)
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

for (const call of ['size', 'read', 'write', 'rename', 'cut'] as const)
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
      // What an earlier process began is read first.
      both.disk.set(partOf(RELATION, file.digest), Buffer.alloc(0))
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
      let file: Awaited<ReturnType<typeof bring>> | null = null
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

test('a scanner that never ends keeps no file from coming and no node from stopping', async () => {
  const code = "process.on('SIGTERM',()=>0);process.stdin.resume();setInterval(()=>0,1e6)"
  const both = await pair({ scanner: [process.execPath, '-e', code] })
  const first = await ask(both, await bring(both.keeps.a, randomBytes(150_000)))
  let second: string | null = null
  await fetching(both.b, line(both.a), async () => {
    if ((await stateAt(both.b, first)) !== 'scanning') return false
    second ??= await ask(both, await bring(both.keeps.a, randomBytes(150_000)))
    return (await stateAt(both.b, second)) === 'scanning'
  })
})

test('a file that the scanner refused is not left on the disk because two acts enclose it', async () => {
  const code = 'process.stdin.resume(); process.stdin.on("end", () => process.exit(1))'
  const both = await pair({ scanner: [process.execPath, '-e', code] })
  const file = await bring(both.keeps.a, randomBytes(100_000))
  const leaves = [await ask(both, file), await ask(both, file)]
  const states = () => Promise.all(leaves.map((leaf) => stateAt(both.b, leaf)))
  await fetching(both.b, line(both.a), async () => (await states()).every((one) => one === 'refused'))
  assert.deepEqual([...both.disk.keys()], [])
})
