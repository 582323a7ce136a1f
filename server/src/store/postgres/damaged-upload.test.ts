import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { memoryFolder } from '../../uses/_file-folder.ts'
import { agree, RELATION } from '../../uses/_talk.ts'
import { newSide } from '../../uses/_world.ts'
import { newFileKeep } from '../../uses/file/file-keep.ts'
import { beginUpload, cancelUpload, continueUpload, lookAtUpload } from '../../uses/file/upload.ts'
import { careForUploads, checkBrought } from '../../uses/file/upload-care.ts'
import { KEYS, type PostgresHarness, postgresHarness } from './_harness.ts'
import { PostgresUploads } from './uploads.ts'

let harness: PostgresHarness
before(async () => {
  harness = await postgresHarness()
})
after(() => harness.close())

const BYTES = Buffer.alloc(100, 7)

test('a damaged upload keeps no other from being scanned, begun and removed, is told once, and goes by its time', async (t) => {
  const disk = new Map<string, Buffer>()
  const uploads = new PostgresUploads(harness.database.tables, KEYS)
  const of = { folder: memoryFolder(disk), uploads, most: 2 ** 31, scanner: ['true'], patience: 60_000 }
  const keep = newFileKeep(of)
  const side = await newSide('aaa', [RELATION], 1, {}, { files: keep })
  await agree(side, await newSide('bbb', [RELATION], 2))
  const begin = () => {
    const now = side.time.now++
    return beginUpload(keep, { relation: RELATION, officer: 'x', name: 'plan.bin', bytes: BYTES.length, now })
  }
  const bring = async () => {
    const { id } = await begin()
    await continueUpload(keep, id, 'x', 0, whole())
    return id
  }
  // The newest is scanned first: the sound one waits behind those that do not open.
  const [sound, flipped, keyless] = [await bring(), await bring(), await bring()]
  const owner = new pg.Client(harness.server.connection)
  t.after(() => owner.end())
  await owner.connect()
  await owner.query(
    'update counterpart.upload set ciphertext = set_byte(ciphertext, 3, 255 - get_byte(ciphertext, 3)) where id = $1',
    [flipped],
  )
  await owner.query('delete from counterpart_keys.upload_key where id = $1', [keyless])

  for (let round = 0; round < 2; round++) await careForUploads(side.node)
  const { file } = await lookAtUpload(keep, sound, 'x')
  await checkBrought(keep, { relation: RELATION, officer: 'x', files: [{ value: file ?? assert.fail() }] })
  const told = await side.store.read(RELATION, (reader) => reader.incidents())
  assert.deepEqual(
    told.map(({ code, detail }) => [code, detail]),
    [flipped, keyless].map((upload) => ['entry-damaged', { what: 'an upload', upload }]),
  )

  await assert.rejects(lookAtUpload(keep, flipped, 'x'), { code: 'entry-damaged' })
  await begin()
  await cancelUpload(keep, flipped, 'x', async () => false)
  await assert.rejects(lookAtUpload(keep, flipped, 'x'), { code: 'not-found' })

  side.time.now += 2 * 86_400
  await careForUploads(side.node)
  for (const table of ['counterpart.upload', 'counterpart_keys.upload_key'])
    assert.equal((await owner.query(`select from ${table}`)).rowCount, 0)
  assert.deepEqual([...disk.keys()], [])
})

async function* whole(): AsyncGenerator<Buffer> {
  yield BYTES
}
