import { ed25519 } from '@noble/curves/ed25519.js'
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import {
  ED25519_KEY_BYTES,
  ED25519_SIGNATURE_BYTES,
  ML_DSA_44_KEY_BYTES,
  ML_DSA_44_SIGNATURE_BYTES,
  type Verifier,
} from './ports.ts'

/** For wherever the platform brings no verifier of its own: slower, and needs nothing. */
export const nobleVerifier: Verifier = {
  ed25519(publicKey, message, signature) {
    if (publicKey.length !== ED25519_KEY_BYTES || signature.length !== ED25519_SIGNATURE_BYTES) return false
    // RFC 8032 to the letter: what one verifier takes and another does not is no proof.
    return holds(() => ed25519.verify(signature, message, publicKey, { zip215: false }))
  },
  mlDsa44(publicKey, message, signature) {
    if (publicKey.length !== ML_DSA_44_KEY_BYTES || signature.length !== ML_DSA_44_SIGNATURE_BYTES)
      return false
    return holds(() => ml_dsa44.verify(signature, message, publicKey))
  },
}

function holds(check: () => boolean): boolean {
  try {
    return check()
  } catch {
    return false
  }
}
