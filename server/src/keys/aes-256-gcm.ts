/** AES-256-GCM on node:crypto, plugged into `hpke` beside the other parts. */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { AEAD } from 'hpke'

const ALGORITHM = 'aes-256-gcm'
const TAG_BYTES = 16

export function aes256Gcm(): Readonly<AEAD> {
  return {
    id: 0x0002,
    type: 'AEAD',
    name: 'AES-256-GCM',
    Nk: 32,
    Nn: 12,
    Nt: TAG_BYTES,
    async Seal(key, nonce, aad, plaintext) {
      const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(aad)
      return plain(Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]))
    },
    async Open(key, nonce, aad, ciphertext) {
      const end = ciphertext.length - TAG_BYTES
      if (end < 0) throw new Error('shorter than its tag')
      const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
      decipher.setAAD(aad)
      decipher.setAuthTag(ciphertext.subarray(end))
      return plain(Buffer.concat([decipher.update(ciphertext.subarray(0, end)), decipher.final()]))
    },
  }
}

function plain(bytes: Buffer): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}
