/** Chunks of files under their file's own key: AES-256-GCM, the number of the chunk as its nonce. */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { CHUNK_TAG_BYTES, chunkNonce } from '@counterpart/protocol'

export function sealChunk(key: Uint8Array, index: number, last: boolean, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, chunkNonce(index, last), {
    authTagLength: CHUNK_TAG_BYTES,
  })
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** `null` for anything but what `sealChunk` made for this place under this key. */
export function openChunk(key: Uint8Array, index: number, last: boolean, sealed: Uint8Array): Buffer | null {
  if (sealed.length < CHUNK_TAG_BYTES) return null
  const end = sealed.length - CHUNK_TAG_BYTES
  const decipher = createDecipheriv('aes-256-gcm', key, chunkNonce(index, last), {
    authTagLength: CHUNK_TAG_BYTES,
  })
  decipher.setAuthTag(sealed.subarray(end))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()])
  } catch {
    return null
  }
}
