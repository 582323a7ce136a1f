import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { test } from 'node:test'
import { keysFrom, platformVerifier, signerFrom } from '../_keys.ts'
import { flips, refused, runAll } from '../_vectors.ts'
import { fromHex, hex } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { checkParty, checkRelation, custodyName, logOrigin, relationId } from './names.ts'
import { nobleVerifier } from './noble-verifier.ts'
import { formatVkey, keyId, keysOf, parseVkey, vkeysOf } from './vkey.ts'

const message = utf8('a message')

test('CHECKPOINT-6 keys, ids and vkeys are those of the vectors', () => {
  type Input =
    | { name: string; of: 'log' | 'custody'; ed25519Seed: string; mlDsa44Seed: string }
    | { vkey: string }
  runAll('keys', (input: Input) => {
    if ('vkey' in input) return parseVkey(input.vkey)
    const keys = keysFrom(signerFrom(input.name, fromHex(input.ed25519Seed)[0] ?? 0))
    const vkeys = vkeysOf(keys, input.of)
    assert.deepEqual(keysOf(vkeys, input.of), keys)
    return { ed25519: hex(keys.ed25519), mlDsa44: hex(keys.mlDsa44), vkeys }
  })
})

test('CHECKPOINT-6 a key has another id under another name or type', () => {
  const { ed25519 } = keysFrom(signerFrom('a', 1))
  const ids = [keyId('a', 1, ed25519), keyId('b', 1, ed25519), keyId('a', 4, ed25519)].map(hex)
  assert.equal(new Set(ids).size, 3)
  assert.throws(() => keyId('a', 6, ed25519), refused('bad-key'))
  assert.throws(() => formatVkey('a', 1, ed25519.slice(1)), refused('bad-key'))
})

test('CHECKPOINT-6 two vkeys make one pair of keys only when name and types agree', () => {
  const [log, custody] = [
    vkeysOf(keysFrom(signerFrom('a', 1)), 'log'),
    vkeysOf(keysFrom(signerFrom('b', 2)), 'custody'),
  ]
  for (const pair of [
    [],
    [log[0]],
    [log[0], log[0]],
    [log[1], log[0]],
    [log[0], custody[1]],
    [...log, custody[0]],
  ])
    assert.throws(() => keysOf(pair, 'log'), refused('bad-vkey'))
  assert.throws(() => keysOf(log, 'custody'), refused('bad-vkey'))
})

test('CHECKPOINT-6 every changed bit of a vkey is found', () => {
  const [vkey] = vkeysOf(keysFrom(signerFrom('vnm.localhost/chn~vnm/border/1', 1)), 'log')
  for (const changed of flips(new Uint8Array(Buffer.from(vkey, 'latin1'))))
    assert.throws(() => parseVkey(Buffer.from(changed).toString('latin1')), refused('bad-vkey'))
})

test('LOG-7 names follow from domain, relation and epoch', () => {
  assert.equal(relationId('vnm', 'chn', 'border'), 'chn~vnm/border')
  assert.equal(logOrigin('vnm.localhost', 'chn~vnm/border', 1), 'vnm.localhost/chn~vnm/border/1')
  assert.equal(custodyName('chn.localhost', 'chn~vnm/border'), 'chn.localhost/chn~vnm/border/custody')
  for (const relation of [
    '',
    'chn',
    'chn~vnm',
    'vnm~chn/border',
    'chn~chn/border',
    'CHN~VNM/border',
    'chn~vnm/',
    'chn~vnm/a/b',
    'chn~vnm/border\n',
  ])
    assert.throws(() => checkRelation(relation), refused('bad-name'), relation)
  for (const party of ['', 'VNM', '1a', 'a b', 'vnm~', 'vnm\n', 'a'.repeat(33)])
    assert.throws(() => checkParty(party), refused('bad-name'))
  for (const domain of [
    'a b',
    'a+b',
    'a\u00a0b',
    'a\u3000b',
    'a\ufeffb',
    'a\u0085b',
    'a\nb',
    'a\u0000b',
    'x'.repeat(250),
    '\ud800',
  ])
    assert.throws(() => logOrigin(domain, 'chn~vnm/border', 1), refused('bad-name'))
  for (const epoch of [0, -1, 1.5, Number.NaN])
    assert.throws(() => logOrigin('a', 'chn~vnm/border', epoch), refused('bad-name'))
})

test('the platform’s Ed25519 and ML-DSA-44 are those of the pure shelf, in both directions', () => {
  const pure = signerFrom('a', 7)
  for (const [kind, key] of [
    ['ed25519', pure.ed25519],
    ['mlDsa44', pure.mlDsa44],
  ] as const) {
    const signature = key.sign(message)
    for (const verifier of [nobleVerifier, platformVerifier]) {
      assert.ok(verifier[kind](key.publicKey, message, signature))
      assert.ok(!verifier[kind](key.publicKey, utf8('another'), signature))
    }
  }
  for (const [kind, type] of [
    ['ed25519', 'ed25519'],
    ['mlDsa44', 'ml-dsa-44'],
  ] as const) {
    const { publicKey, privateKey } = generateKeyPairSync(type as 'ed25519')
    const raw = new Uint8Array(publicKey.export({ format: 'raw-public' }))
    const signature = new Uint8Array(sign(null, message, privateKey))
    assert.ok(nobleVerifier[kind](raw, message, signature))
    assert.ok(!nobleVerifier[kind](raw, utf8('another'), signature))
  }
})

test('one seed gives one key on the platform and in the pure shelf', () => {
  const { ed25519, mlDsa44 } = keysFrom(signerFrom('a', 7))
  const seeds = [
    ['ed25519', 'raw-private', new Uint8Array(32).fill(7), ed25519],
    ['ml-dsa-44', 'raw-seed', new Uint8Array(32).fill(135), mlDsa44],
  ] as const
  for (const [type, format, seed, expected] of seeds) {
    const key = createPrivateKey({ key: Buffer.from(seed), format, asymmetricKeyType: type })
    assert.deepEqual(new Uint8Array(createPublicKey(key).export({ format: 'raw-public' })), expected)
    assert.ok(verify(null, message, createPublicKey(key), sign(null, message, key)))
  }
})

test('a key or signature of another length verifies nothing and breaks nothing', () => {
  const { ed25519, mlDsa44 } = signerFrom('a', 7)
  for (const [kind, key] of [
    ['ed25519', ed25519],
    ['mlDsa44', mlDsa44],
  ] as const) {
    const signature = key.sign(message)
    for (const bad of [new Uint8Array(0), signature.slice(1), new Uint8Array(signature.length)])
      assert.equal(nobleVerifier[kind](key.publicKey, message, bad), false)
    for (const bad of [
      new Uint8Array(0),
      key.publicKey.slice(1),
      new Uint8Array(key.publicKey.length).fill(255),
    ])
      assert.equal(nobleVerifier[kind](bad, message, signature), false)
  }
})
