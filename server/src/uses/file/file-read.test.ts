import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { chunksOf, fromHex, SEALED_CHUNK_BYTES, sealedFileSize } from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import { sealChunk } from '../../keys/file-cipher.ts'
import { memoryFolder } from '../_file-folder.ts'
import { arriving, partOf } from './arriving-file.ts'
import { newFileKeep } from './file-keep.ts'
import { plainOf } from './file-read.ts'

const RELATION = 'aaa~bbb/test'

interface Of {
  byte: string
  times: number
}
interface Input {
  key: string
  salt: string
  bytes: number
  digest: string
  of: Of
  but?: { flip?: number; keep?: number; more?: string; swap?: [number, number] }
}
interface Case {
  id: string
  input: Input
  expected?: { ciphertext: number; size: number; last: string }
  error?: string
}

function vectors(name: string): Case[] {
  return JSON.parse(readFileSync(new URL(`../../../../spec/vectors/${name}.json`, import.meta.url), 'utf8'))
}

const cases = vectors('files')

/** What the author of a vector sealed, under the key of all of them, and what then became of it. */
function ciphertextOf({ of, but = {} }: Input): Buffer {
  const plain = Buffer.alloc(of.times, Buffer.from(of.byte, 'hex'))
  const all = chunksOf(plain.length)
  const key = fromHex('a0'.repeat(32))
  const chunks = Array.from({ length: all }, (_, i) =>
    sealChunk(key, i, i === all - 1, plain.subarray(i * 65_536, (i + 1) * 65_536)),
  )
  if (but.swap) {
    const [a, b] = but.swap
    ;[chunks[a], chunks[b]] = [chunks[b] as Buffer, chunks[a] as Buffer]
  }
  const bytes = Buffer.concat([...chunks, Buffer.from(but.more ?? '', 'hex')]).subarray(0, but.keep)
  if (but.flip !== undefined) bytes[but.flip >> 3] = (bytes[but.flip >> 3] ?? 0) ^ (1 << (but.flip & 7))
  return bytes
}

/** Comes in pieces of a size that fits no chunk. */
async function arrive(input: Input, ciphertext: Buffer) {
  const folder = memoryFolder()
  const keep = newFileKeep({ folder, uploads: null as never, most: 2 ** 31, scanner: null })
  const file = await arriving(keep, RELATION, input, false)
  for (;;) {
    const { offset, missing } = file.next()
    const piece = ciphertext.subarray(offset, offset + Math.min(missing, 50_000))
    if (piece.length === 0) return { kind: 'cut-short' as const, folder }
    const arrived = await file.take(piece)
    if (arrived !== 'more') return { kind: arrived, folder }
  }
}

test('FILES-1 FILES-5 what the vectors seal opens as it was, and everything else is found', async () => {
  for (const { id, input, expected, error } of cases) {
    const ciphertext = ciphertextOf(input)
    const { kind, folder } = await arrive(input, ciphertext)
    if (!expected) {
      assert.equal(error, 'bad-file', id)
      // A byte behind the end is never asked for, so it never comes.
      if (id === 'longer') assert.equal(kind, 'whole')
      else assert.notEqual(kind, 'whole', id)
      continue
    }
    assert.equal(kind, 'whole', id)
    assert.equal(ciphertext.length, expected.ciphertext)
    assert.equal(ciphertext.subarray(-16).toString('hex'), expected.last)
    const plain: Buffer[] = []
    for await (const some of plainOf(folder, input.digest, input)) plain.push(some)
    assert.ok(
      Buffer.concat(plain).equals(Buffer.alloc(input.of.times, Buffer.from(input.of.byte, 'hex'))),
      id,
    )
  }
})

test('FILES-5 a file whose author committed to another digest is thrown away', async () => {
  const one = cases.find(({ id }) => id === 'another-digest')?.input as Input
  const { kind, folder } = await arrive(one, ciphertextOf(one))
  assert.equal(kind, 'wrong-file')
  assert.deepEqual(await folder.names(), [])
})

test('FILES-5 of a wrong chunk nothing is kept, and what came before it stays', async () => {
  const one = cases.find(({ id }) => id === 'three-chunks')?.input as Input
  const ciphertext = ciphertextOf(one)
  const folder = memoryFolder()
  const keep = newFileKeep({ folder, uploads: null as never, most: 2 ** 31, scanner: null })
  const file = await arriving(keep, RELATION, one, false)
  const wrong = Buffer.from(ciphertext)
  wrong[SEALED_CHUNK_BYTES + 9] = (wrong[SEALED_CHUNK_BYTES + 9] ?? 0) ^ 1
  assert.equal(await file.take(wrong), 'wrong-chunk')
  assert.deepEqual(file.next(), {
    offset: SEALED_CHUNK_BYTES,
    missing: sealedFileSize(one.bytes) - SEALED_CHUNK_BYTES,
  })
  assert.equal(await file.take(ciphertext.subarray(SEALED_CHUNK_BYTES)), 'whole')
})

test('FILES-5 a process that was killed goes on from the last chunk that opens', async () => {
  const one = cases.find(({ id }) => id === 'three-chunks')?.input as Input
  const ciphertext = ciphertextOf(one)
  const folder = memoryFolder()
  const keep = newFileKeep({ folder, uploads: null as never, most: 2 ** 31, scanner: null })
  assert.equal(
    await (await arriving(keep, RELATION, one, false)).take(ciphertext.subarray(0, SEALED_CHUNK_BYTES + 100)),
    'more',
  )
  // What a disk may hold of a write that was never answered for.
  await folder.write(partOf(RELATION, one.digest), SEALED_CHUNK_BYTES, Buffer.alloc(70_000))
  const again = await arriving(keep, RELATION, one, false)
  assert.equal(again.next().offset, SEALED_CHUNK_BYTES)
  assert.equal(await again.take(ciphertext.subarray(SEALED_CHUNK_BYTES)), 'whole')
})

test('a stored file with a flipped bit is no file', async () => {
  const one = cases.find(({ id }) => id === 'two-chunks')?.input as Input
  const { folder } = await arrive(one, ciphertextOf(one))
  const bytes = Buffer.from(await folder.read(one.digest, 0, 2 ** 20))
  bytes[SEALED_CHUNK_BYTES] = (bytes[SEALED_CHUNK_BYTES] ?? 0) ^ 1
  await folder.write(one.digest, 0, bytes)
  await assert.rejects(
    async () => {
      for await (const _ of plainOf(folder, one.digest, one));
    },
    (error) => error instanceof NodeError && error.code === 'file-damaged',
  )
})
