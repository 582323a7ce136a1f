import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keysFrom, namedKeys, platformVerifier, remembering, signerFrom } from '../_keys.ts'
import { refused, runAll, textFlips } from '../_vectors.ts'
import { fromHex, hex } from '../bytes/bytes.ts'
import { verifyCheckpoint } from '../checkpoint/checkpoint.ts'
import { cosign } from '../checkpoint/cosignature.ts'
import { ProtocolError } from '../errors.ts'
import { signStatement, verifyStatement } from './statement.ts'

const signer = signerFrom('vnm.localhost/chn~vnm/border/custody', 2)
const nonce = new Uint8Array(16).map((_, i) => i)
const statement = { relation: 'chn~vnm/border', from: 'vnm', nonce, ours: 15, theirs: 10, time: 1687939203 }
const note = signStatement(statement, signer)

test('SYNC-7 SYNC-8 verifies and refuses as the vectors say', () => {
  type Input = { note: string; asked: { relation: string; from: string; nonce: string }; keys: string }
  runAll('statement', ({ note: given, asked, keys }: Input) => {
    const question = { ...asked, nonce: fromHex(asked.nonce) }
    const read = verifyStatement(given, question, namedKeys(keys), platformVerifier)
    return { ...read, nonce: hex(read.nonce) }
  })
})

test('SYNC-7 a statement has one text', () => {
  const body = note.slice(0, note.lastIndexOf('\n\n') + 1)
  assert.equal(
    body,
    'counterpart statement v1\nrelation chn~vnm/border\nfrom vnm\nnonce 000102030405060708090a0b0c0d0e0f\nours 15\ntheirs 10\ntime 1687939203\n',
  )
  for (const change of [
    { ours: -1 },
    { theirs: 0.5 },
    { time: 2 ** 53 },
    { nonce: new Uint8Array(15) },
    { from: 'VNM' },
    { relation: 'a\nb' },
  ])
    assert.throws(() => signStatement({ ...statement, ...change }, signer), refused('bad-statement'))
})

test('SYNC-8 a statement is no checkpoint and cannot be cosigned', () => {
  assert.throws(() => verifyCheckpoint(note, keysFrom(signer), platformVerifier), refused('bad-checkpoint'))
  assert.throws(() => cosign(note, signer, 1), refused('bad-checkpoint'))
})

test('SYNC-8 finds every changed bit', () => {
  const verifier = remembering(platformVerifier)
  for (const changed of textFlips(note))
    assert.throws(() => verifyStatement(changed, statement, keysFrom(signer), verifier), ProtocolError)
})
