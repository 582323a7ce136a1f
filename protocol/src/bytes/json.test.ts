import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { refused, vectors } from '../_vectors.ts'
import { canonicalJson } from './canonical-json.ts'
import { isPlainText, parseJson } from './parse-json.ts'

test('DIGEST-1 writes the one text of a value', () => {
  for (const { id, input, expected } of vectors<string, string>('json'))
    if (expected !== undefined) {
      assert.equal(canonicalJson(parseJson(input)), expected, id)
      assert.equal(canonicalJson(parseJson(expected)), expected, id)
    }
})

test('DIGEST-1 does not depend on the order in which members were set', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: fc.constantFrom(...'aAbB€é0') }), fc.integer()),
      (members) => {
        const backwards = Object.fromEntries(Object.entries(members).reverse())
        assert.equal(canonicalJson(backwards), canonicalJson({ ...members }))
      },
    ),
  )
})

test('ENTRY-2 refuses JSON in which two readers could see two things', () => {
  for (const { id, input, error } of vectors<string, string>('json'))
    if (error !== undefined) assert.throws(() => parseJson(input), refused(error), id)
  assert.throws(() => parseJson('['.repeat(100_000)), refused('bad-json'))
  assert.throws(() => parseJson(`${'{"a":'.repeat(100_000)}1`), refused('bad-json'))
})

test('DIGEST-2 refuses what is not plain JSON, in what is written too', () => {
  const bad = [
    undefined,
    { a: undefined },
    [undefined],
    new Array(1),
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    2 ** 53,
    10n,
    () => 1,
    Symbol('x'),
    new Date(0),
    new Map(),
    new Uint8Array(1),
    '\ud800',
    'e\u0301',
    { 'e\u0301': 1 },
    JSON.parse('{"__proto__":1}'),
  ]
  for (const value of bad) assert.throws(() => canonicalJson(value), refused('bad-json'), String(value))
  const ring: unknown[] = []
  ring.push(ring)
  assert.throws(() => canonicalJson(ring), refused('bad-json'))
})

test('ENTRY-2 reads back whatever was written, and agrees with a lenient reader where both read', () => {
  const plain = fc.jsonValue().filter((value) => {
    try {
      canonicalJson(value)
      return true
    } catch {
      return false
    }
  })
  fc.assert(
    fc.property(plain, (value) => {
      const written = canonicalJson(value)
      assert.deepEqual(parseJson(written), JSON.parse(written))
      assert.equal(canonicalJson(parseJson(written)), written)
    }),
  )
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"b"',
    '1',
    '-',
    '0',
    '.5',
    'e3',
    'true',
    'null',
    ' ',
    '"',
    '\\',
    'é',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const source = parts.join('')
      let strict: unknown
      try {
        strict = parseJson(source)
      } catch (error) {
        return refused('bad-json')(error)
      }
      assert.deepEqual(strict, JSON.parse(source))
      return true
    }),
    { numRuns: 3000 },
  )
})

test('ENTRY-2 DIGEST-2 normal form C is that of the Unicode version which the rule names', () => {
  assert.equal(process.versions.unicode, '17.0')
  // Not assigned: as it stands, also between what would combine.
  for (const text of ['\u0378', '\u{e0080}', 'e\u0378\u0301']) {
    assert.equal(parseJson(JSON.stringify(text)), text)
    assert.equal(canonicalJson(text), JSON.stringify(text))
  }
})

test('ENTRY-2 a long run of combining marks is judged as normal form C says, window by window', () => {
  const marks = ['\u0301', '\u0323', '\u0344', '\u0f71', '\u0334', '\u{1d165}', '\u093e', '\u3099', '\u05b0']
  const run = fc.array(fc.constantFrom(...marks), { minLength: 30, maxLength: 80 })
  const sorted = fc.tuple(fc.constantFrom('\u0323', '\u0334'), fc.nat(90), fc.nat(90))
  const alike = (value: string) => assert.equal(isPlainText(value), value.normalize('NFC') === value)
  fc.assert(fc.property(fc.constantFrom('x', 'a', ''), run, (first, of) => alike(first + of.join(''))))
  fc.assert(fc.property(sorted, ([low, few, more]) => alike(`x${low.repeat(few)}${'\u0301'.repeat(more)}`)))
  for (const wrong of [30, 31, 32, 45, 46, 47, 60])
    alike(`x${'\u0301'.repeat(wrong)}\u0323${'\u0301'.repeat(90 - wrong)}`)
})

// Put in order as a whole it would take minutes, and the node would answer nobody meanwhile.
test('ENTRY-2 half a million marks that are out of order are refused', { timeout: 60_000 }, () => {
  assert.throws(() => parseJson(`"a${'\u0301\u0323'.repeat(260_000)}"`), { code: 'bad-json' })
})

test('a member with a high number takes no room for those below it', () => {
  const objects = Array.from({ length: 6000 }, () => '{"900":0}')
  const before = process.memoryUsage().heapUsed
  const parsed = parseJson(`[${objects.join(',')}]`) as unknown[]
  const taken = process.memoryUsage().heapUsed - before
  assert.deepEqual(parsed.at(-1), { 900: 0 })
  assert.ok(taken < 20_000_000, String(taken))
})
