import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refused } from '../_vectors.ts'
import { hex } from '../bytes/bytes.ts'
import { CHUNK_BYTES, chunkNonce, chunksOf, MAX_FILE_BYTES, sealedFileSize } from './chunks.ts'

test('FILES-1 a file has the chunks that its size asks for, and an empty one has one', () => {
  const sizes = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES]
  assert.deepEqual(sizes.map(chunksOf), [1, 1, 1, 1, 2, 2])
  assert.deepEqual(
    sizes.map((size) => sealedFileSize(size) - size),
    [16, 16, 16, 16, 32, 32],
  )
  for (const size of [-1, 0.5, MAX_FILE_BYTES + 1, Number.NaN])
    assert.throws(() => chunksOf(size), refused('out-of-range'))
})

test('FILES-1 no two chunks of one file have one nonce', () => {
  assert.equal(hex(chunkNonce(0, false)), '00'.repeat(12))
  assert.equal(hex(chunkNonce(0, true)), `${'00'.repeat(11)}01`)
  assert.equal(hex(chunkNonce(258, false)), `${'00'.repeat(9)}010200`)
  assert.throws(() => chunkNonce(-1, false), refused('out-of-range'))
})
