import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CUSTODY, keysFrom, signerFrom } from '../_keys.ts'
import { utf8 } from '../bytes/utf8.ts'
import { encodeHeader } from '../entry/codec.ts'
import type { Header } from '../entry/header.ts'
import { leafHash } from '../entry/leaf.ts'
import { vkeysOf } from '../keys/vkey.ts'
import { leaf as act, by, digest, keys, m, manifest, members, proofs, signers, verifier } from './_file.ts'
import { proofMember } from './layout.ts'
import { type Finding, isProven, verifyEvidence } from './verify-evidence.ts'

test('EVIDENCE-3 KEYS-8 where every receipt is of a revoked key nothing is proven, though nothing is refused', () => {
  const [leaf, other] = ['aa'.repeat(32), 'bb'.repeat(32)]
  const revoked: Finding = { kind: 'open', code: 'receipt-revoked', leaf }
  const none: Finding = { ...revoked, code: 'no-receipt' }
  const part: Finding = { kind: 'proven', code: 'part-matches', leaf, name: 'kept' }
  const place = { side: 'vnm', index: 0, time: 1, held: 1, header: null }
  const delivered: Finding = { kind: 'proven', code: 'delivered', leaf: other, ...place }
  const refused: Finding = { kind: 'refused', code: 'bad-proof', leaf, name: null, because: null }
  assert.deepEqual(
    [[], [revoked], [revoked, part], [revoked, delivered], [none, delivered], [delivered, refused]].map(
      isProven,
    ),
    [false, false, false, false, false, false],
  )
  assert.equal(isProven([delivered]), true)
})

test('EVIDENCE-5 KEYS-8 what whoever has a revoked key receipted is settled by no mark over its index', () => {
  const next = vkeysOf(keysFrom(signerFrom(CUSTODY, 5)), 'custody')
  const part = { name: 'kept', digest, keep: 'always' }
  const change = encodeHeader({
    v: 1,
    kind: 'key',
    use: 'custody',
    revoked: true,
    keys: next,
    seen: 2,
    time: 2000,
    parts: [part],
  } as Header)
  const [markProof = '', changeProof = ''] = proofs([m, change], signers.chn.log, signers.vnm.custody)
  const [vnm, chn] = manifest.keys
  assert.ok(vnm && chn)
  const of = { ...manifest, keys: [vnm, { ...chn, since: [{ leaf: leafHash(change) }] }] }
  const findings = verifyEvidence(
    members((copy) => {
      copy.set(proofMember(by), utf8(markProof))
      copy.set(proofMember(leafHash(change)), utf8(changeProof))
    }, of),
    keys,
    verifier,
  )
  assert.ok(findings.every(({ kind }) => kind !== 'refused'))
  assert.ok(findings.some(({ code, leaf: one }) => code === 'receipt-revoked' && one === act))
  assert.ok(findings.some(({ code, leaf: one }) => code === 'delivered' && one === by))
  assert.ok(!findings.some(({ code }) => code === 'settled'))
  assert.ok(!findings.some((one) => one.kind === 'proven' && one.leaf === act))
  assert.equal(isProven(findings), false, 'the mark is, and the act is not')
})
