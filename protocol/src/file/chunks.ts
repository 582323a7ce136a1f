/**
 * How the ciphertext of a file is cut. Every chunk is sealed by itself under the file's own key, bound to its
 * place and to whether it is the last: so a wrong byte is found with its chunk, and a file that was cut short,
 * turned about or mixed with another never opens. The cipher is the caller's; this file holds no key.
 */
import { refuse } from '../errors.ts'

export const FILE_KEY_BYTES = 32
export const CHUNK_BYTES = 64 * 1024
export const CHUNK_TAG_BYTES = 16
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + CHUNK_TAG_BYTES

/** The largest file that can be spoken of at all; what a node takes is its operator's to say. */
export const MAX_FILE_BYTES = 2 ** 40

/** An empty file has one chunk, of nothing. @throws ProtocolError `out-of-range` */
export function chunksOf(bytes: number): number {
  return Math.max(1, Math.ceil(checkBytes(bytes) / CHUNK_BYTES))
}

/** The size of the ciphertext. @throws ProtocolError `out-of-range` */
export function sealedFileSize(bytes: number): number {
  return bytes + chunksOf(bytes) * CHUNK_TAG_BYTES
}

/** Number of a chunk in 11 bytes, then 1 for the last and 0 for every other: never twice under one key. */
export function chunkNonce(index: number, last: boolean): Uint8Array {
  if (!Number.isSafeInteger(index) || index < 0) refuse('out-of-range', 'a chunk has a number')
  const nonce = new Uint8Array(12)
  let rest = index
  for (let i = 10; i >= 0 && rest > 0; i--) {
    nonce[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  nonce[11] = last ? 1 : 0
  return nonce
}

function checkBytes(bytes: number): number {
  if (!Number.isSafeInteger(bytes) || bytes < 0 || bytes > MAX_FILE_BYTES)
    refuse('out-of-range', 'not the size of a file')
  return bytes
}
