import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CUSTODY, keysFrom, ORIGIN, platformVerifier, remembering, signerFrom } from '../_keys.ts'
import { sha256 } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { signCheckpoint } from './checkpoint.ts'
import { cosign } from './cosignature.ts'
import { firstSpan, nextSpan } from './key-spans.ts'
import { headLeft, receiptLeft } from './salvage.ts'

const [log, next, custody] = [signerFrom(ORIGIN, 1), signerFrom(ORIGIN, 7), signerFrom(CUSTODY, 2)]
const verifier = remembering(platformVerifier)
const checkpoint = { origin: ORIGIN, size: 15, root: sha256(utf8('root 15')) }
const spans = firstSpan(keysFrom(log))
const note = signCheckpoint(checkpoint, log)
const linesOf = (text: string) => text.slice(text.indexOf('\n\n') + 2)
const [classical = '', second = ''] = linesOf(note).split(/(?<=\n)/)

/** One bit of every so many bytes, as it would lie on a disk, and the byte it was in. */
function* flips(text: string, every: number): Generator<[string, number]> {
  const bytes = utf8(text)
  for (let at = 0; at < bytes.length; at += every)
    yield [new TextDecoder().decode(bytes.with(at, (bytes[at] ?? 0) ^ (1 << (at % 7)))), at]
}

test('CHECKPOINT-8 of a damaged head every line is found that is left, and no other', () => {
  assert.equal(headLeft(note, checkpoint, spans, verifier).note, note)
  const counts = [0, 0, 0]
  for (const [flipped] of flips(note, 5)) {
    const left = headLeft(flipped, checkpoint, spans, verifier)
    const [one, other] = left.lines
    assert.ok(one === null || one === classical)
    assert.ok(other === null || other === second)
    const found = left.lines.filter((line) => line !== null).length
    assert.equal(left.note, found === 2 ? note : null)
    // A bit is in one of them at most, if it is not what holds the two apart.
    assert.ok(found >= 1)
    counts[found] = (counts[found] ?? 0) + 1
  }
  assert.ok((counts[1] ?? 0) > 100 && (counts[2] ?? 0) > 10, String(counts))
})

test('CHECKPOINT-8 a line of another head, of another log or of nobody is none that is left', () => {
  const other = { ...checkpoint, root: sha256(utf8('another')) }
  assert.deepEqual(headLeft(note, other, spans, verifier), { lines: [null, null], note: null })
  const larger = { ...checkpoint, size: 16 }
  assert.deepEqual(headLeft(note, larger, spans, verifier).lines, [null, null])
  assert.deepEqual(headLeft(note, checkpoint, firstSpan(keysFrom(next)), verifier).lines, [null, null])
  for (const text of ['', note.slice(0, note.indexOf('\n\n')), cosign(note, custody, 9)])
    assert.deepEqual(headLeft(text, checkpoint, spans, verifier).lines, [null, null])
})

test('CHECKPOINT-8 where two keys sign, the lines of both have to be left', () => {
  const both = nextSpan(spans, keysFrom(next), 15, false)
  const whole = note + linesOf(signCheckpoint(checkpoint, next))
  assert.equal(headLeft(whole.replace('15', '16'), checkpoint, both, verifier).note, whole)
  const left = headLeft(note, checkpoint, both, verifier)
  assert.deepEqual([left.lines.filter((line) => line !== null).length, left.note], [2, null])
})

test('CHECKPOINT-8 a damaged receipt is as it was when both its lines are left, of one second', () => {
  const lines = cosign(note, custody, 1_700_000_000)
  const of = (text: string) => receiptLeft(text, checkpoint, firstSpan(keysFrom(custody)), verifier)
  let found = 0
  for (const [flipped] of flips(lines, 5)) {
    const left = of(flipped)
    assert.ok(left === null || left === lines)
    if (left !== null) found += 1
  }
  assert.ok(found > 5, String(found))
  const [one = ''] = cosign(note, custody, 1_700_000_001).split(/(?<=\n)/)
  const [, other = ''] = lines.split(/(?<=\n)/)
  assert.equal(of(one + other), null)
  assert.equal(
    receiptLeft(lines, checkpoint, nextSpan([], keysFrom(custody), 1_800_000_000, false), verifier),
    null,
  )
})
