import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { fingerprintOf } from './fingerprint.ts'

test('a fingerprint is of both keys, in groups that can be read aloud', () => {
  const [ed25519, mlDsa44] = [new Uint8Array(32).fill(1), new Uint8Array(1312).fill(2)]
  const said = fingerprintOf({ ed25519, mlDsa44 })
  assert.match(said, /^([0-9a-f]{4} ){15}[0-9a-f]{4}$/)
  const digest = createHash('sha256').update(ed25519).update(mlDsa44).digest('hex')
  assert.equal(said.replaceAll(' ', ''), digest)
})
