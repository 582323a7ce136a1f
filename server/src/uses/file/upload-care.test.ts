/** Uploads that nobody uses go; what an act holds, or is about to hold, stays. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { FileValue } from '@counterpart/casework'
import { NodeError } from '../../errors.ts'
import { MemoryUploads } from '../../store/memory/uploads.ts'
import { memoryFolder } from '../_file-folder.ts'
import { ERRAND } from '../_pacts.ts'
import { agree, RELATION, request } from '../_talk.ts'
import { newSide, officer, pass, type Side } from '../_world.ts'
import { record } from '../record/record.ts'
import { type FileKeep, newFileKeep } from './file-keep.ts'
import { MOST_UNANSWERED, scan, silentSince } from './scan.ts'
import { beginUpload, cancelUpload, continueUpload, lookAtUpload } from './upload.ts'
import { careForUploads, holding, isUsed, scanUploads } from './upload-care.ts'

const DAY = 86_400

async function world(
  scanner: string[] | null = null,
  patience = 60_000,
): Promise<{ side: Side; keep: FileKeep }> {
  const keep = newFileKeep({
    folder: memoryFolder(),
    uploads: new MemoryUploads(),
    most: 2 ** 31,
    scanner,
    patience,
  })
  const side = await newSide('aaa', [RELATION], 1, {}, { files: keep })
  await agree(side, await newSide('bbb', [RELATION], 2))
  return { side, keep }
}

async function bring(
  { side, keep }: { side: Side; keep: FileKeep },
  by = 'o',
): Promise<{ id: string; value: FileValue }> {
  const asked = { relation: RELATION, officer: by, name: 'plan.bin', bytes: 100, now: side.node.clock() }
  const { id } = await beginUpload(keep, asked)
  const { file } = await continueUpload(keep, id, by, 0, one(Buffer.alloc(100, 7)))
  return { id, value: file as FileValue }
}

test('an upload whose file cannot be removed keeps none behind it on the disk', async () => {
  const at = await world()
  const stuck = await bring(at)
  pass(1, at.side)
  const other = await bring(at)
  const { remove } = at.keep.folder
  const failed = new NodeError({ code: 'files-unavailable', message: 'it stays' })
  at.keep.folder.remove = (name) =>
    name === stuck.value.digest ? Promise.reject(failed) : remove.call(at.keep.folder, name)
  pass(2 * DAY, at.side)
  await assert.rejects(careForUploads(at.side.node), failed)
  assert.equal(await at.keep.uploads.upload(other.id), null)
  assert.notEqual(await at.keep.uploads.upload(stuck.id), null)
  at.keep.folder.remove = remove
  await careForUploads(at.side.node)
  assert.equal(await at.keep.uploads.upload(stuck.id), null)
})

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

/** As an officer's page has it recorded; `meanwhile` comes between the check of its file and the commit. */
function enclose(
  { side, keep }: { side: Side; keep: FileKeep },
  value: FileValue,
  meanwhile: () => Promise<void>,
) {
  const files = [{ field: 'paper', value }] as unknown as Parameters<typeof holding>[1]['files']
  return holding(keep, { relation: RELATION, officer: 'o', files }, async () => {
    await meanwhile()
    return record(side.node, side.relation(RELATION), {
      kind: 'open',
      request: request(),
      author: officer('aaa'),
      procedure: ERRAND,
      act: 'ask',
      fields: { title: 'with a paper', paper: value },
      handling: 'H1',
    })
  })
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((done) => setImmediate(done))
}

for (const how of ['swept', 'taken back'] as const)
  test(`a file that is ${how} while an act that holds it is recorded stays with the act`, async () => {
    const at = await world()
    const { id, value } = await bring(at)
    pass(2 * DAY, at.side)
    let other: Promise<void> = Promise.resolve()
    await enclose(at, value, async () => {
      other =
        how === 'swept'
          ? careForUploads(at.side.node)
          : cancelUpload(at.keep, id, 'o', (row) => isUsed(at.side.node, row))
      await turns()
    })
    await other
    assert.equal(await at.keep.folder.size(value.digest), 116)
    await assert.rejects(lookAtUpload(at.keep, id, 'o'), { code: 'not-found' })
  })

test('what no act took goes after a day with its row, and what was swept is in no act', async () => {
  const at = await world()
  const { value } = await bring(at)
  pass(2 * DAY, at.side)
  at.keep.drafted = async () => [{ fields: { paper: value } }]
  await careForUploads(at.side.node)
  assert.equal(await at.keep.folder.size(value.digest), 116)
  at.keep.drafted = async () => []
  await careForUploads(at.side.node)
  assert.deepEqual(await at.keep.folder.names(), [])
  await assert.rejects(
    enclose(at, value, async () => undefined),
    { code: 'file-not-here' },
  )
})

test('uploads are scanned one at a time, and one without an answer keeps none from it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'counterpart-scanner-'))
  try {
    const said = join(folder, 'said')
    // The first that is asked gives no answer; each says whether another was at work.
    const code = `const fs=require('fs');let n=1;try{fs.mkdirSync(process.argv[1])}catch{n=0}
      process.stdin.on('data',()=>0).on('end',()=>setTimeout(()=>{const first=!fs.existsSync(process.argv[2])
      fs.appendFileSync(process.argv[2],String(n));if(n)fs.rmdirSync(process.argv[1]);process.exit(first?2:0)},50))`
    const at = await world([process.execPath, '-e', code, join(folder, 'lock'), said])
    for (let i = 0; i < 3; i++) {
      await bring(at)
      pass(1, at.side)
    }
    await Promise.all(Array.from({ length: 5 }, () => scanUploads(at.side.node, at.keep)))
    assert.equal(readFileSync(said, 'utf8'), '111')
    await scanUploads(at.side.node, at.keep)
    assert.equal(readFileSync(said, 'utf8'), '111')
    pass(30, at.side)
    await Promise.all([1, 2].map(() => scanUploads(at.side.node, at.keep)))
    assert.equal(readFileSync(said, 'utf8'), '1111')
    assert.equal((await at.keep.uploads.uploadsIn('ready', 10)).length, 3)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('since when a scanner answers nothing is known, and forgotten when it answers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'counterpart-scanner-'))
  try {
    const code = `process.stdin.resume().on('end',()=>process.exit(require('fs').existsSync(process.argv[1])?0:2))`
    const mended = join(folder, 'mended')
    const at = await world([process.execPath, '-e', code, mended])
    assert.equal(await silentSince(at.keep), null)
    await bring(at)
    const since = at.side.node.clock()
    for (let i = 0; i < 2; i++) {
      await scanUploads(at.side.node, at.keep)
      assert.equal(await silentSince(at.keep), since)
      pass(100, at.side)
    }
    writeFileSync(mended, '')
    await scanUploads(at.side.node, at.keep)
    assert.equal(await silentSince(at.keep), null)
    assert.equal((await at.keep.uploads.uploadsIn('ready', 10)).length, 1)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a scanner is silent about what is held now, and not where it chokes on one file alone', async () => {
  const at = await world()
  const files: FileValue[] = []
  for (let i = 0; i < 3; i++) files.push((await bring(at)).value)
  const [choking, other, third] = files.map(({ digest }) => digest)
  const secret = files[0] ?? assert.fail()
  const asked = async (name: string | undefined, answer: 0 | 1 | 2, stopped = new AbortController()) => {
    at.keep.scanner = [process.execPath, '-e', `process.stdin.resume().on('end',()=>process.exit(${answer}))`]
    const of = files.find(({ digest }) => digest === name) ?? secret
    await scan(at.side.node, at.keep, of.digest, of, stopped.signal)
    pass(100, at.side)
    return silentSince(at.keep)
  }
  const now = () => at.side.node.clock()
  const start = now()
  assert.equal(await asked(choking, 2), start)
  assert.equal(await asked(choking, 2), start)
  // Refused is an answer.
  assert.equal(await asked(other, 1), null)
  assert.equal(await asked(choking, 2), null)
  const second = now()
  assert.equal(await asked(third, 2), second - 100)
  assert.equal(await asked(third, 0), null)
  // Two that were without an answer before, and again are: that is no longer one file.
  await asked(choking, 2)
  await asked(other, 2)
  assert.equal(await asked(third, 0), null)
  const again = now()
  assert.equal(await asked(choking, 2), null)
  assert.equal(await asked(other, 2), again)
  // What is not held any more is not waited for.
  await at.keep.folder.remove(other ?? '')
  assert.equal(await silentSince(at.keep), null)
  await asked(third, 2)
  assert.equal(await silentSince(at.keep), again)
  await at.keep.folder.remove(choking ?? '')
  assert.equal(await silentSince(at.keep), again + 200)
  await at.keep.folder.remove(third ?? '')
  assert.equal(await silentSince(at.keep), null)
  assert.equal(at.keep.unscanned.size, 0)
})

test('a scanner that is not waited for because the node ends is not called silent', async () => {
  const at = await world()
  const { value } = await bring(at)
  at.keep.scanner = [process.execPath, '-e', 'process.stdin.resume();setInterval(()=>0,1e6)']
  const said = scan(at.side.node, at.keep, value.digest, value, AbortSignal.timeout(200))
  assert.equal(await said, 'unknown')
  assert.equal(await silentSince(at.keep), null)
})

test('a scanner that hangs over one upload keeps no other from being let in', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'counterpart-scanner-'))
  try {
    const code = `const fs=require('fs');try{fs.mkdirSync(process.argv[1]);setInterval(()=>0,1e6)}
      catch{process.stdin.on('data',()=>0).on('end',()=>process.exit(0))}`
    const at = await world([process.execPath, '-e', code, join(folder, 'first')], 500)
    const other = await bring(at)
    pass(1, at.side)
    const hung = await bring(at)
    await scanUploads(at.side.node, at.keep)
    assert.equal((await lookAtUpload(at.keep, hung.id, 'o')).state, 'scanning')
    assert.equal((await lookAtUpload(at.keep, other.id, 'o')).state, 'ready')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('of uploads that get no answer a few are asked in a round, the newest first', async () => {
  const at = await world(['/bin/sh', '-c', 'exit 2'])
  const brought: (string | null | undefined)[] = []
  for (let i = 0; i < MOST_UNANSWERED + 2; i++) {
    const { id } = await bring(at)
    brought.unshift((await at.keep.uploads.upload(id))?.digest)
    pass(1, at.side)
  }
  await scanUploads(at.side.node, at.keep)
  assert.deepEqual([...at.keep.unscanned.keys()], brought.slice(0, MOST_UNANSWERED))
  await scanUploads(at.side.node, at.keep)
  assert.deepEqual([...at.keep.unscanned.keys()], brought)
})

test('a file of an act that waits for a second person is not taken back', async () => {
  const at = await world()
  const { id, value } = await bring(at)
  at.keep.drafted = async () => [{ fields: { paper: value } }]
  const cancel = () => cancelUpload(at.keep, id, 'o', (row) => isUsed(at.side.node, row))
  await assert.rejects(cancel(), { code: 'file-drafted' })
  assert.equal(await at.keep.folder.size(value.digest), 116)
  at.keep.drafted = async () => []
  await cancel()
  assert.equal(await at.keep.folder.size(value.digest), null)
})

test('however many old uploads waiting acts hold, those behind them are swept', async () => {
  const at = await world()
  const held: FileValue[] = []
  for (let n = 0; n < 120; n++) held.push((await bring(at, `o${n % 2}`)).value)
  pass(1, at.side)
  const old = { relation: RELATION, officer: 'another', name: 'x', bytes: 1, now: at.side.node.clock() }
  const { id } = await beginUpload(at.keep, old)
  at.keep.drafted = async () => held
  pass(2 * DAY, at.side)
  await careForUploads(at.side.node)
  assert.equal(await at.keep.uploads.upload(id), null)
  assert.equal((await at.keep.uploads.uploadsBy('o1')).length, held.length / 2)
})

test('one officer has so many uploads waiting and so many bytes, and what an act holds does not count', async () => {
  const at = await world()
  const begin = (bytes: number, officer = 'o') =>
    beginUpload(
      at.keep,
      { relation: RELATION, officer, name: 'x', bytes, now: at.side.node.clock() },
      (row) => isUsed(at.side.node, row),
    )
  for (let n = 0; n < 4; n++) await begin(2 ** 31)
  await assert.rejects(begin(1), { code: 'uploads-full' })
  for (const row of await at.keep.uploads.uploadsBy('o')) await at.keep.uploads.dropUpload(row.id)
  const { value } = await bring(at)
  await enclose(at, value, async () => undefined)
  for (let n = 0; n < 99; n++) await bring(at)
  await begin(1)
  await assert.rejects(begin(1), { code: 'uploads-full' })
  await begin(1, 'another')
})
