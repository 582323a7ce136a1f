/** Keys stay with whoever owns them: the shelf asks for signatures and for checks, and holds no secret. */

/** Raw public keys and signatures: Ed25519 32 and 64 bytes, ML-DSA-44 1312 and 2420, empty context. */
export interface Verifier {
  ed25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
  mlDsa44(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
}

export interface SigningKey {
  publicKey: Uint8Array
  sign(message: Uint8Array): Uint8Array
}

/** Signs for one name: a log (name = origin) or a custody. No key serves two names. */
export interface NoteSigner {
  name: string
  ed25519: SigningKey
  mlDsa44: SigningKey
}

/** The public halves. */
export interface NoteKeys {
  name: string
  ed25519: Uint8Array
  mlDsa44: Uint8Array
}

export const ED25519_KEY_BYTES = 32
export const ED25519_SIGNATURE_BYTES = 64
export const ML_DSA_44_KEY_BYTES = 1312
export const ML_DSA_44_SIGNATURE_BYTES = 2420
