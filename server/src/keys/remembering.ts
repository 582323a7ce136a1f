/** Remembers what did verify: a stored head is verified each time it is given on, so most of what is asked was asked before. */
import { createHash } from 'node:crypto'
import type { Verifier } from '@counterpart/protocol'

const MOST = 4096

/**
 * The same key, message and signature always verify alike, whoever stored them and whatever became of them since.
 * What did not verify is tried again.
 */
export function remembering(verifier: Verifier): Verifier {
  const known = new Set<string>()
  const check =
    (algorithm: keyof Verifier): Verifier['ed25519'] =>
    (key, message, signature) => {
      const name = nameOf(algorithm, key, message, signature)
      if (known.has(name)) return true
      if (!verifier[algorithm](key, message, signature)) return false
      if (known.size >= MOST) known.delete(known.values().next().value ?? '')
      known.add(name)
      return true
    }
  return { ed25519: check('ed25519'), mlDsa44: check('mlDsa44') }
}

/** All lengths are in it: nothing of one part can be taken for another's. */
function nameOf(algorithm: string, key: Uint8Array, message: Uint8Array, signature: Uint8Array): string {
  return createHash('sha256')
    .update(`${algorithm} ${key.length} ${message.length} ${signature.length}\n`)
    .update(key)
    .update(message)
    .update(signature)
    .digest('base64')
}
