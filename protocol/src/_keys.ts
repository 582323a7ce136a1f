/** Keys from fixed seeds, and a verifier on the platform's own cryptography: two implementations check each other. */
import assert from 'node:assert/strict'
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import { vectors } from './_vectors.ts'
import { fromHex } from './bytes/bytes.ts'
import type { NoteKeys, NoteSigner, Verifier } from './keys/ports.ts'

export const ORIGIN = 'vnm.localhost/chn~vnm/border/1'
export const CUSTODY = 'chn.localhost/chn~vnm/border/custody'

export function signerFrom(name: string, seed: number): NoteSigner {
  const classical = new Uint8Array(32).fill(seed)
  const { publicKey, secretKey } = ml_dsa44.keygen(new Uint8Array(32).fill(seed + 128))
  return {
    name,
    ed25519: {
      publicKey: ed25519.getPublicKey(classical),
      sign: (message) => ed25519.sign(message, classical),
    },
    mlDsa44: { publicKey, sign: (message) => ml_dsa44.sign(message, secretKey, { extraEntropy: false }) },
  }
}

export function keysFrom(signer: NoteSigner): NoteKeys {
  return { name: signer.name, ed25519: signer.ed25519.publicKey, mlDsa44: signer.mlDsa44.publicKey }
}

const imported = new Map<Uint8Array, KeyObject>()

function publicKey(asymmetricKeyType: 'ed25519' | 'ml-dsa-44', raw: Uint8Array): KeyObject {
  const held = imported.get(raw)
  if (held) return held
  const key = createPublicKey({ key: Buffer.from(raw), format: 'raw-public', asymmetricKeyType })
  imported.set(raw, key)
  return key
}

export const platformVerifier: Verifier = {
  ed25519: (raw, message, signature) => verify(null, message, publicKey('ed25519', raw), signature),
  mlDsa44: (raw, message, signature) => verify(null, message, publicKey('ml-dsa-44', raw), signature),
}

/** Remembers answers: where every bit of a text is changed, most checks are repeated. */
export function remembering(verifier: Verifier): Verifier {
  const answers = new Map<string, boolean>()
  const once =
    (kind: keyof Verifier): Verifier['ed25519'] =>
    (raw, message, signature) => {
      const question = [kind, raw, message, signature]
        .map((bytes) => Buffer.from(bytes).toString('latin1'))
        .join('|')
      const known = answers.get(question)
      if (known !== undefined) return known
      const answer = verifier[kind](raw, message, signature)
      answers.set(question, answer)
      return answer
    }
  return { ed25519: once('ed25519'), mlDsa44: once('mlDsa44') }
}

/** The key sets that vectors name. */
export function namedKeys(id: string): NoteKeys {
  const found = vectors<{ name: string }, { ed25519: string; mlDsa44: string }>('keys').find(
    (one) => one.id === id,
  )
  if (!found?.expected) return assert.fail(`no keys ${id}`)
  const { ed25519: classical, mlDsa44 } = found.expected
  return { name: found.input.name, ed25519: fromHex(classical), mlDsa44: fromHex(mlDsa44) }
}
