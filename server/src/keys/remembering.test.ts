import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Verifier } from '@counterpart/protocol'
import { newSecret, nodeVerifier, signingKey } from './node-crypto.ts'
import { remembering } from './remembering.ts'

test('what verified is not verified again, and nothing else is believed for it', () => {
  let asked = 0
  const counting = (name: keyof Verifier): Verifier['ed25519'] => {
    return (...triple) => {
      asked += 1
      return nodeVerifier[name](...triple)
    }
  }
  const { ed25519 } = remembering({ ed25519: counting('ed25519'), mlDsa44: counting('mlDsa44') })
  const { publicKey, sign } = signingKey('ed25519', newSecret('ed25519'))
  const message = new Uint8Array([1, 2, 3])
  const signature = sign(message)
  assert.ok(ed25519(publicKey, message, signature))
  assert.ok(ed25519(publicKey, message, signature))
  assert.equal(asked, 1)
  for (const part of [publicKey, message, signature]) {
    part[2] = (part[2] ?? 0) ^ 1
    assert.ok(!ed25519(publicKey, message, signature))
    assert.ok(!ed25519(publicKey, message, signature))
    part[2] = (part[2] ?? 0) ^ 1
  }
  // A byte that moved from one part to the next makes another triple.
  assert.ok(!ed25519(publicKey, message.subarray(0, 2), Uint8Array.of(3, ...signature)))
  assert.ok(ed25519(publicKey, message, signature))
  assert.equal(asked, 8)
})
