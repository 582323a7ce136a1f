/** Under one key one chunk is sealed once: whatever else comes in its place has another key. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { SEALED_CHUNK_BYTES } from '@counterpart/protocol'
import { MemoryUploads } from '../../store/memory/uploads.ts'
import { memoryFolder } from '../_file-folder.ts'
import { type FileKeep, newFileKeep } from './file-keep.ts'
import { plainOf } from './file-read.ts'
import { beginUpload, continueUpload, growing, lookAtUpload, type Upload } from './upload.ts'

const CHUNK = 65_536

function newKeep(uploads = new MemoryUploads()): FileKeep {
  return newFileKeep({ folder: memoryFolder(), uploads, most: 2 ** 31, scanner: null })
}

async function begun(keep: FileKeep, bytes: number): Promise<string> {
  const asked = { relation: 'aaa~bbb/test', officer: 'o', name: 'plan.bin', bytes, now: 0 }
  return (await beginUpload(keep, asked)).id
}

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 9_999) yield bytes.subarray(at, at + 9_999)
}

const put = (keep: FileKeep, id: string, offset: number, bytes: Buffer): Promise<Upload> =>
  continueUpload(keep, id, 'o', offset, pieces(bytes.subarray(offset)))

async function brought(keep: FileKeep, { file }: Upload): Promise<Buffer> {
  assert.ok(file)
  const read: Buffer[] = []
  for await (const some of plainOf(keep.folder, file.digest, file)) read.push(some)
  return Buffer.concat(read)
}

/** What lies on the disk of the last chunk, in both cases not answered for. */
const cuts = {
  'was killed while it wrote': async () => {
    const keep = newKeep()
    const bytes = randomBytes(3 * CHUNK)
    const id = await begun(keep, bytes.length)
    await put(keep, id, 0, bytes.subarray(0, 2 * CHUNK))
    await keep.folder.cut(growing({ id }), SEALED_CHUNK_BYTES + 1000)
    return { keep, id, bytes }
  },
  'could not say that it is whole': async () => {
    const uploads = new MemoryUploads()
    const keep = newKeep(uploads)
    const bytes = randomBytes(2 * CHUNK - 5)
    const id = await begun(keep, bytes.length)
    const { finishUpload } = uploads
    uploads.finishUpload = () => Promise.reject(new Error('no database'))
    await assert.rejects(put(keep, id, 0, bytes))
    uploads.finishUpload = finishUpload
    return { keep, id, bytes }
  },
}

for (const [name, cut] of Object.entries(cuts)) {
  test(`FILES-1 a node that ${name} goes on with the same bytes under the same key`, async () => {
    const { keep, id, bytes } = await cut()
    const first = (await keep.uploads.upload(id))?.secret ?? assert.fail()
    const { offset } = await lookAtUpload(keep, id, 'o')
    assert.equal(offset, CHUNK)
    const upload = await put(keep, id, offset, bytes)
    assert.equal(upload.file?.key, first.key)
    assert.ok((await brought(keep, upload)).equals(bytes))
  })

  test(`FILES-1 a node that ${name} begins again under another key when other bytes come`, async () => {
    const { keep, id, bytes } = await cut()
    const first = (await keep.uploads.upload(id))?.secret ?? assert.fail()
    const others = Buffer.concat([bytes.subarray(0, CHUNK), randomBytes(bytes.length - CHUNK)])
    await assert.rejects(put(keep, id, CHUNK, others), { code: 'upload-offset' })
    assert.equal((await lookAtUpload(keep, id, 'o')).offset, 0)
    const upload = await put(keep, id, 0, others)
    assert.notEqual(upload.file?.key, first.key)
    assert.notEqual(upload.file?.salt, first.salt)
    assert.ok((await brought(keep, upload)).equals(others))
    assert.deepEqual(
      (await keep.folder.names()).map((one) => one.name),
      [upload.file?.digest],
    )
  })
}

test('FILES-1 what a disk lost of an upload is brought again under another key', async () => {
  const keep = newKeep()
  const bytes = randomBytes(3 * CHUNK)
  const id = await begun(keep, bytes.length)
  await put(keep, id, 0, bytes.subarray(0, 2 * CHUNK))
  const first = (await keep.uploads.upload(id))?.secret ?? assert.fail()
  await keep.folder.write(growing({ id }), SEALED_CHUNK_BYTES, Buffer.alloc(SEALED_CHUNK_BYTES))
  await assert.rejects(put(keep, id, 2 * CHUNK, bytes), { code: 'upload-offset' })
  const { offset } = await lookAtUpload(keep, id, 'o')
  const upload = await put(keep, id, offset, bytes)
  assert.notEqual(upload.file?.key, first.key)
  assert.ok((await brought(keep, upload)).equals(bytes))
})

test('uploads that an officer begins together are counted one after the other', async () => {
  const keep = newKeep()
  const all = await Promise.allSettled(Array.from({ length: 30 }, () => begun(keep, 10)))
  assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 20)
  for (const one of all)
    if (one.status === 'rejected') assert.equal((one.reason as { code: string }).code, 'too-many-requests')
})
