import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keysFrom, namedKeys, platformVerifier, remembering, signerFrom } from '../_keys.ts'
import { flips, refused, runAll, textFlips } from '../_vectors.ts'
import { fromHex, hex } from '../bytes/bytes.ts'
import { ProtocolError } from '../errors.ts'
import {
  decodeGiven,
  encodeGiven,
  type GiveBack,
  type Given,
  givenBytes,
  signGiveBack,
  verifyGiveBack,
} from './give-back.ts'
import { verifyStatement } from './statement.ts'

const signer = signerFrom('vnm.localhost/chn~vnm/border/custody', 2)
const nonce = new Uint8Array(16).map((_, i) => i)
const asked: GiveBack = {
  relation: 'chn~vnm/border',
  from: 'vnm',
  nonce,
  log: 'vnm',
  start: 15,
  end: 0,
  time: 1_795_793_989,
}
const note = signGiveBack(asked, signer)
const given: Given = {
  nonce,
  start: 15,
  entries: [
    {
      header: Uint8Array.of(123, 125),
      parts: [{ name: 'kept', salt: fromHex('cd'.repeat(32)), bytes: Uint8Array.of(1, 2) }],
    },
  ],
  head: { note: 'a note\n', cosignature: '— lines\n' },
}

test('GIVE-1 GIVE-2 questions and answers are those of the vectors', () => {
  type Input =
    | { of: 'question'; note: string; asked: { relation: string; from: string }; keys: string }
    | { of: 'answer'; bytes: string; asked: { nonce: string; start: number } }
  runAll('giveback', (input: Input) => {
    if (input.of === 'question') {
      const read = verifyGiveBack(input.note, input.asked, namedKeys(input.keys), platformVerifier)
      return { ...read, nonce: hex(read.nonce) }
    }
    const read = decodeGiven(fromHex(input.bytes), { ...input.asked, nonce: fromHex(input.asked.nonce) })
    assert.equal(hex(encodeGiven(read)), input.bytes)
    return { entries: read.entries.length, start: read.start, head: read.head }
  })
})

test('GIVE-1 the question has one text, every changed bit of it is found, and it is no statement', () => {
  const body = note.slice(0, note.lastIndexOf('\n\n') + 1)
  assert.equal(
    body,
    'counterpart give back v1\nrelation chn~vnm/border\nfrom vnm\nnonce 000102030405060708090a0b0c0d0e0f\nlog vnm\nstart 15\nend 0\ntime 1795793989\n',
  )
  const verifier = remembering(platformVerifier)
  for (const changed of textFlips(note))
    assert.throws(() => verifyGiveBack(changed, asked, keysFrom(signer), verifier), ProtocolError)
  assert.throws(() => verifyStatement(note, asked, keysFrom(signer), platformVerifier), ProtocolError)
  for (const other of [
    { ...asked, from: 'chn' },
    { ...asked, relation: 'chn~vnm/other' },
  ])
    assert.throws(() => verifyGiveBack(note, other, keysFrom(signer), platformVerifier), refused('bad-step'))
  for (const change of [
    { start: -1 },
    { end: 15 },
    { time: 0.5 },
    { log: 'VNM' },
    { nonce: new Uint8Array(15) },
  ])
    assert.throws(() => signGiveBack({ ...asked, ...change }, signer), refused('bad-step'))
})

test('GIVE-2 every changed bit of an answer is found, and so is the answer to another question', () => {
  const bytes = encodeGiven(given)
  for (const changed of flips(bytes)) assert.throws(() => decodeGiven(changed, asked), refused('bad-step'))
  for (let end = 0; end < bytes.length; end++)
    assert.throws(() => decodeGiven(bytes.subarray(0, end), asked), refused('bad-step'))
  for (const other of [
    { nonce, start: 16 },
    { nonce: new Uint8Array(16), start: 15 },
  ])
    assert.throws(() => decodeGiven(bytes, other), refused('bad-step'))
})

test('GIVE-2 an answer is weighed as it is made', () => {
  const [entry] = given.entries
  assert.ok(entry)
  const named = { ...entry, parts: entry.parts.map((part) => ({ ...part, name: 'thư' })) }
  for (const one of [
    given,
    { ...given, head: null },
    { ...given, head: { note: 'ghi chú\n', cosignature: null } },
    { ...given, entries: [entry, named, { ...entry, parts: [] }] },
    { ...given, entries: [] },
  ])
    assert.equal(givenBytes(one), encodeGiven(one).length)
})
