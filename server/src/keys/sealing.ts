/** Sealing and opening of batches: HPKE base mode, X-Wing, HKDF-SHA256, AES-256-GCM. */
import { createHash } from 'node:crypto'
import { CipherSuite } from 'hpke'
import { aes256Gcm } from './aes-256-gcm.ts'
import { hkdfSha256 } from './hkdf.ts'
import { type XWingKey, xWing, xWingPrivate, xWingPublic, xWingPublicOf } from './x-wing.ts'

const suite = new CipherSuite<XWingKey>(xWing, hkdfSha256, aes256Gcm)

export interface SealingKey {
  /** First 8 bytes of the public key's SHA-256, hexadecimal: names it in an envelope. */
  id: string
  publicKey: Uint8Array
}

export interface OpeningKey extends SealingKey {
  open(enc: Uint8Array, ciphertext: Uint8Array, info: Uint8Array): Promise<Uint8Array>
}

export function sealingKeyId(publicKey: Uint8Array): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 16)
}

/** `secret` is 32 random bytes. */
export function openingKey(secret: Uint8Array): OpeningKey {
  const privateKey = xWingPrivate(secret)
  const publicKey = xWingPublicOf(privateKey).bytes
  return {
    id: sealingKeyId(publicKey),
    publicKey,
    open: (enc, ciphertext, info) => suite.Open(privateKey, enc, ciphertext, { info }),
  }
}

export async function sealTo(
  publicKey: Uint8Array,
  plaintext: Uint8Array,
  info: Uint8Array,
): Promise<{ enc: Uint8Array; ciphertext: Uint8Array }> {
  const { encapsulatedSecret, ciphertext } = await suite.Seal(xWingPublic(publicKey), plaintext, { info })
  return { enc: encapsulatedSecret, ciphertext }
}
