/**
 * HKDF-SHA256 (RFC 5869) on node:crypto, plugged into `hpke`: the library's own goes through WebCrypto, where each
 * of the dozen short hashes of one seal is sent to another thread and waited for.
 */
import { createHmac } from 'node:crypto'
import type { KDF } from 'hpke'

const HASH_BYTES = 32

function hmac(key: Uint8Array, ...parts: Uint8Array[]): Uint8Array {
  const made = createHmac('sha256', key)
  for (const part of parts) made.update(part)
  return new Uint8Array(made.digest())
}

export function hkdfSha256(): Readonly<KDF> {
  return {
    id: 0x0001,
    type: 'KDF',
    name: 'HKDF-SHA256',
    Nh: HASH_BYTES,
    stages: 2,
    Extract: async (salt, ikm) => hmac(salt, ikm),
    async Expand(prk, info, length) {
      const out = new Uint8Array(Math.ceil(length / HASH_BYTES) * HASH_BYTES)
      let last = new Uint8Array(0)
      for (let at = 0; at < out.length; at += HASH_BYTES) {
        last = new Uint8Array(hmac(prk, last, info, Uint8Array.of(at / HASH_BYTES + 1)))
        out.set(last, at)
      }
      return out.slice(0, length)
    },
    async Derive() {
      throw new Error('HKDF has two stages')
    },
  }
}
