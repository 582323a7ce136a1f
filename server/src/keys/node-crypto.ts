/** Signing and verifying by node:crypto (OpenSSL), behind the ports of the protocol. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import type { SigningKey, Verifier } from '@counterpart/protocol'

type Algorithm = 'ed25519' | 'ml-dsa-44'

/** Secret halves: 32 bytes each, the seed from which the key pair follows. */
const SECRET = { ed25519: 'raw-private', 'ml-dsa-44': 'raw-seed' } as const

/** Keys of peers are few and looked up for every signature; importing one costs more than a hash. */
const known = new Map<string, KeyObject>()
const MOST_KNOWN = 256

function publicKey(algorithm: Algorithm, raw: Uint8Array): KeyObject {
  const name = `${algorithm}:${Buffer.from(raw).toString('base64')}`
  const held = known.get(name)
  if (held) return held
  const key = createPublicKey({ key: Buffer.from(raw), format: 'raw-public', asymmetricKeyType: algorithm })
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(name, key)
  return key
}

/** A key or signature of the wrong length is a signature that does not verify, never an exception. */
function check(algorithm: Algorithm, raw: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(null, message, publicKey(algorithm, raw), signature)
  } catch {
    return false
  }
}

export const nodeVerifier: Verifier = {
  ed25519: (key, message, signature) => check('ed25519', key, message, signature),
  mlDsa44: (key, message, signature) => check('ml-dsa-44', key, message, signature),
}

export function newSecret(algorithm: Algorithm): Uint8Array {
  const { privateKey } = generateKeyPairSync(algorithm as 'ed25519')
  return new Uint8Array(privateKey.export({ format: SECRET[algorithm] }))
}

export function signingKey(algorithm: Algorithm, secret: Uint8Array): SigningKey {
  const privateKey = createPrivateKey({
    key: Buffer.from(secret),
    format: SECRET[algorithm],
    asymmetricKeyType: algorithm,
  })
  return {
    publicKey: new Uint8Array(createPublicKey(privateKey).export({ format: 'raw-public' })),
    sign: (message) => new Uint8Array(sign(null, message, privateKey)),
  }
}
