import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { refused } from '../_vectors.ts'
import * as plain from './base64.ts'
import * as platform from './base64-node.ts'
import { concat, equal, fromHex, hex, sha256 } from './bytes.ts'
import { text, utf8 } from './utf8.ts'

const bytes = fc.uint8Array({ maxLength: 200 })
const bases = [plain, platform]

test('hexadecimal and base64 are those of the platform, and come back', () => {
  fc.assert(
    fc.property(bytes, (given) => {
      assert.equal(hex(given), Buffer.from(given).toString('hex'))
      assert.deepEqual(fromHex(hex(given)), given)
      for (const { base64, fromBase64 } of bases) {
        assert.equal(base64(given), Buffer.from(given).toString('base64'))
        assert.deepEqual(fromBase64(base64(given)), given)
      }
    }),
  )
})

test('hexadecimal is lower case and whole', () => {
  for (const digits of ['A0', '0', '0g', ' 00', '00\n'])
    assert.throws(() => fromHex(digits), refused('bad-hex'))
})

test('no two base64 texts mean the same bytes', () => {
  const texts = [
    'A',
    'AA',
    'AAA',
    'AB==',
    'AAB=',
    'AA=A',
    '====',
    'A===',
    'AA==AA==',
    'AA==\n',
    ' AA==',
    'AA-_',
    'AAAA=',
    'AA AA===',
    'A A A A ',
    '        ',
  ]
  const strings = fc.string({ unit: fc.constantFrom(...'ABCQgw+/=', '\n'), maxLength: 12 })
  for (const { base64, fromBase64 } of bases) {
    for (const digits of texts) assert.throws(() => fromBase64(digits), refused('bad-base64'), digits)
    fc.assert(
      fc.property(strings, (digits) => {
        let out: Uint8Array
        try {
          out = fromBase64(digits)
        } catch (error) {
          return refused('bad-base64')(error)
        }
        return base64(out) === digits
      }),
    )
  }
})

test('UTF-8 is that of the platform, and comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (given) => {
      assert.deepEqual(utf8(given), new Uint8Array(Buffer.from(given, 'utf8')))
      assert.equal(text(utf8(given)), given)
    }),
  )
  const long = 'Xuất nhập cảnh · 出入境 · 😀'.repeat(3000)
  assert.equal(text(utf8(long)), long)
})

test('UTF-8 is read as strictly as the platform can', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const biased = fc
    .uint8Array({ maxLength: 8, min: 0 })
    .map((given) => given.map((byte) => (byte < 100 ? byte | 0xc0 : byte)))
  fc.assert(
    fc.property(fc.oneof(bytes, biased), (given) => {
      let expected: string | null
      try {
        expected = strict.decode(given)
      } catch {
        expected = null
      }
      if (expected === null) assert.throws(() => text(given), refused('not-utf8'))
      else assert.equal(text(given), expected)
    }),
    { numRuns: 2000 },
  )
  for (const digits of ['c080', 'e08080', 'eda080', 'f4908080', 'f8', '80', 'c3', 'e282', 'ff'])
    assert.throws(() => text(fromHex(digits)), refused('not-utf8'), digits)
})

test('a lone surrogate has no bytes', () => {
  for (const given of ['\ud800', 'a\udc00', '\ud800a']) assert.throws(() => utf8(given), refused('not-utf8'))
})

test('hashing, joining and comparing', () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      assert.equal(hex(sha256(a)), createHash('sha256').update(a).digest('hex'))
      assert.deepEqual(concat(a, b), new Uint8Array(Buffer.concat([a, b])))
      assert.equal(equal(a, b), Buffer.compare(a, b) === 0)
      assert.ok(equal(a, a.slice()))
    }),
  )
})
