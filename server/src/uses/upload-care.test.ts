/** Uploads that nobody uses go; what an act holds, or is about to hold, stays. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { FileValue } from '@counterpart/casework'
import { MemoryUploads } from '../store/memory/uploads.ts'
import { memoryFolder } from './_file-folder.ts'
import { ERRAND } from './_pacts.ts'
import { agree, RELATION, request } from './_talk.ts'
import { newSide, officer, pass, type Side } from './_world.ts'
import { type FileKeep, newFileKeep } from './file-keep.ts'
import { record } from './record.ts'
import { beginUpload, cancelUpload, continueUpload, lookAtUpload } from './upload.ts'
import { careForUploads, holding, isUsed, scanUploads } from './upload-care.ts'

const DAY = 86_400
const nothingWaits = async () => []

async function world(scanner: string[] | null = null): Promise<{ side: Side; keep: FileKeep }> {
  const keep = newFileKeep({
    folder: memoryFolder(),
    uploads: new MemoryUploads(),
    most: 2 ** 31,
    scanner,
  })
  const side = await newSide('aaa', [RELATION], 1, {}, { files: keep })
  await agree(side, await newSide('bbb', [RELATION], 2))
  return { side, keep }
}

async function bring({
  side,
  keep,
}: {
  side: Side
  keep: FileKeep
}): Promise<{ id: string; value: FileValue }> {
  const asked = { relation: RELATION, officer: 'o', name: 'plan.bin', bytes: 100, now: side.node.clock() }
  const { id } = await beginUpload(keep, asked)
  const { file } = await continueUpload(keep, id, 'o', 0, one(Buffer.alloc(100, 7)))
  return { id, value: file as FileValue }
}

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
          ? careForUploads(at.side.node, nothingWaits)
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
  await careForUploads(at.side.node, async () => [{ fields: { paper: value } }])
  assert.equal(await at.keep.folder.size(value.digest), 116)
  await careForUploads(at.side.node, nothingWaits)
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
    await Promise.all([1, 2].map(() => scanUploads(at.side.node, at.keep)))
    assert.equal(readFileSync(said, 'utf8'), '1111')
    assert.equal((await at.keep.uploads.uploadsIn('ready', 10)).length, 3)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
