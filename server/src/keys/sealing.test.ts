import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fromBase64, isSealingKey } from '@counterpart/protocol'
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_MLKEM768_X25519 } from 'hpke'
import { openingKey, sealTo } from './sealing.ts'

const theirs = new CipherSuite(KEM_MLKEM768_X25519, KDF_HKDF_SHA256, AEAD_AES_256_GCM)
const info = new Uint8Array([1, 2, 3])

test('what is sealed with our X-Wing opens with the library’s own, and the other way round', async () => {
  const secret = new Uint8Array(randomBytes(32))
  const ours = openingKey(secret)
  assert.equal(ours.publicKey.length, 1216)
  const plaintext = new Uint8Array(randomBytes(5000))
  const privateKey = await theirs.DeserializePrivateKey(secret)
  const sealed = await sealTo(ours.publicKey, plaintext, info)
  assert.deepEqual(await theirs.Open(privateKey, sealed.enc, sealed.ciphertext, { info }), plaintext)
  const back = await theirs.Seal(await theirs.DeserializePublicKey(ours.publicKey), plaintext, { info })
  assert.deepEqual(await ours.open(back.encapsulatedSecret, back.ciphertext, info), plaintext)
})

test('another info, another key and a flipped bit do not open', async () => {
  const ours = openingKey(new Uint8Array(randomBytes(32)))
  const sealed = await sealTo(ours.publicKey, new Uint8Array(10), info)
  await assert.rejects(ours.open(sealed.enc, sealed.ciphertext, new Uint8Array([1, 2, 4])))
  await assert.rejects(openingKey(new Uint8Array(32)).open(sealed.enc, sealed.ciphertext, info))
  for (const part of [sealed.enc, sealed.ciphertext]) {
    part[3] = (part[3] ?? 0) ^ 1
    await assert.rejects(ours.open(sealed.enc, sealed.ciphertext, info))
    part[3] = (part[3] ?? 0) ^ 1
  }
})

test('KEYS-2 a key counts exactly where something can be sealed to it', async () => {
  const path = new URL(`../../../spec/vectors/${'sealingkey'}.json`, import.meta.url)
  const cases = JSON.parse(readFileSync(path, 'utf8')) as { id: string; input: { key: string } }[]
  for (const { id, input } of cases) {
    const key = fromBase64(input.key)
    const sealed = await sealTo(key, new Uint8Array(1), info).then(
      () => true,
      () => false,
    )
    assert.equal(isSealingKey(key), sealed, id)
  }
})
