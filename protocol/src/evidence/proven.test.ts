import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Finding, isProven } from './verify-evidence.ts'

test('EVIDENCE-3 KEYS-8 where every receipt is of a revoked key nothing is proven, though nothing is refused', () => {
  const [leaf, other] = ['aa'.repeat(32), 'bb'.repeat(32)]
  const revoked: Finding = { kind: 'open', code: 'receipt-revoked', leaf }
  const part: Finding = { kind: 'proven', code: 'part-matches', leaf, name: 'kept' }
  const place = { side: 'vnm', index: 0, time: 1, held: 1, header: null }
  const delivered: Finding = { kind: 'proven', code: 'delivered', leaf: other, ...place }
  const refused: Finding = { kind: 'refused', code: 'bad-proof', leaf, name: null, because: null }
  assert.deepEqual(
    [[], [revoked], [revoked, part], [revoked, delivered], [delivered, refused]].map(isProven),
    [false, false, false, true, false],
  )
})
