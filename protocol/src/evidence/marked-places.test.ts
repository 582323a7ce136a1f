import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keysFrom, signerFrom } from '../_keys.ts'
import { hex } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { firstSpan } from '../checkpoint/key-spans.ts'
import type { Header } from '../entry/header.ts'
import { partDigest } from '../entry/part.ts'
import { verifyInChain } from '../proof/key-chain.ts'
import { a, digest, leaf, m, by as marking, proofs, salt, signers, verifier } from './_file.ts'
import { heldAt, heldByMarks } from './held-by-mark.ts'
import { partMember } from './layout.ts'
import type { Standing } from './standing.ts'

const ROOT = 'cd'.repeat(32)
const SIDES = ['vnm', 'chn']

/** An entry of `vnm` whose receipt says nothing, under a head of so many. */
const unreceipted = (size: number, root = ROOT): Standing => ({
  entry: { side: 'vnm', leaf, settledBy: null, parts: [], files: [] },
  proven: { index: 0, size, root, leaf, header: a },
  header: null,
  receipt: 'receipt-revoked',
})

/** A mark of `chn` over a head of three, and its kept part as the file has it. */
function mark(of: { time: number; seen?: number; root?: string; at?: string; says?: Uint8Array }) {
  const { time, seen = 3, root = ROOT, at = marking } = of
  const body = utf8(JSON.stringify({ root, states: digest, verdicts: [] }))
  const part = { name: 'kept', digest: partDigest(salt, body), keep: 'always' }
  const standing: Standing = {
    entry: {
      ...{ side: 'chn', leaf: at, settledBy: null, files: [] },
      parts: [{ name: 'kept', salt: hex(salt) }],
    },
    proven: { index: 0, size: 1, root: digest, leaf: at, header: m },
    receipt: 1060,
    header: { v: 1, kind: 'mark', seen, time, parts: [part] } as Header,
  }
  return { standing, member: [partMember(at, 'kept'), of.says ?? body] as const }
}

const held = (...marks: ReturnType<typeof mark>[]) =>
  heldByMarks(
    marks.map(({ standing }) => standing),
    new Map(marks.map(({ member }) => member)),
  )

test('EVIDENCE-5 a mark whose kept part is another than it signed is over nothing', () => {
  assert.equal(heldAt(unreceipted(3), SIDES, held(mark({ time: 1070 }))), 1070)
  const says = utf8(JSON.stringify({ root: ROOT, states: digest, verdicts: [], more: 1 }))
  assert.equal(heldAt(unreceipted(3), SIDES, held(mark({ time: 1070, says }))), 'receipt-revoked')
})

test('EVIDENCE-5 of two marks over one head the earlier says since when it was held, in whichever order they stand', () => {
  const [one, other] = [mark({ time: 1070 }), mark({ time: 1065, at: 'ee'.repeat(32) })]
  for (const marks of [
    [one, other],
    [other, one],
  ])
    assert.equal(heldAt(unreceipted(3), SIDES, held(...marks)), 1065)
})

test('EVIDENCE-5 EPOCH-8 in a log that is not the first the head of a mark counts over all of them', () => {
  const second = signerFrom('vnm.localhost/chn~vnm/border/2', 6)
  const [, proof = ''] = proofs([m, a], second, signers.chn.custody)
  const chain = (name: string, base: number, signer: typeof second, custody: typeof second) => ({
    logs: [{ number: 2, base, name, keys: firstSpan(keysFrom(signer)) }],
    custody: firstSpan(keysFrom(custody)),
    seals: [],
  })
  const proven = verifyInChain(
    proof,
    chain(second.name, 7, second, signers.vnm.custody),
    chain(signers.chn.log.name, 0, signers.chn.log, signers.chn.custody),
    verifier,
  )
  assert.deepEqual([proven.index, proven.size], [8, 9])
  const standing = { ...unreceipted(0), proven }
  const { root } = proven
  assert.equal(heldAt(standing, SIDES, held(mark({ time: 1070, seen: 9, root }))), 1070)
  assert.equal(heldAt(standing, SIDES, held(mark({ time: 1070, seen: 2, root }))), 'receipt-revoked')
})
