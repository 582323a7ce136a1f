import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { flips, refused, runAll, vectors } from '../_vectors.ts'
import { text, utf8 } from '../bytes/utf8.ts'
import { encodeHeader, parseHeader } from './codec.ts'
import { type Header, MAX_HEADER_BYTES } from './header.ts'
import { leafHash, leafHashBytes } from './leaf.ts'

interface Read {
  leaf: string
  header: Header
}

const valid = vectors<string, Read>('entry').flatMap(({ id, input, expected }) =>
  expected ? [{ id, input, expected }] : [],
)
const digest = 'ab'.repeat(32)
const mark: Header = {
  v: 1,
  kind: 'mark',
  seen: 1,
  time: 2,
  parts: [{ name: 'kept', digest, keep: 'always' }],
}

function read(input: string): Read {
  const bytes = utf8(input)
  return { header: parseHeader(bytes), leaf: leafHash(bytes) }
}

function mutated(header: Header, change: (copy: Record<string, unknown>) => void): Header {
  const copy = structuredClone(header) as unknown as Record<string, unknown>
  change(copy)
  return copy as unknown as Header
}

test('ENTRY-1 hashes the author’s exact bytes as RFC 6962 does', () => {
  for (const { id, input, expected } of valid) {
    const hash = createHash('sha256').update(Uint8Array.of(0)).update(input, 'utf8').digest('hex')
    assert.equal(hash, expected.leaf, id)
    assert.equal(leafHash(utf8(input)), hash, id)
    assert.equal(Buffer.from(leafHashBytes(utf8(input))).toString('hex'), hash, id)
  }
})

test('ENTRY-1 finds every changed bit of a header by its leaf hash', () => {
  for (const { input, expected } of valid)
    for (const changed of flips(utf8(input))) assert.notEqual(leafHash(changed), expected.leaf)
})

test('ENTRY-1 writes headers once, in canonical form, within 16 KiB', () => {
  for (const { id, input, expected } of valid) {
    assert.deepEqual(parseHeader(encodeHeader(expected.header)), expected.header, id)
    if (id !== 'white-space') assert.equal(text(encodeHeader(expected.header)), input, id)
  }
  const files = Array.from({ length: 64 }, (_, i) => ({ digest: i.toString(16).padStart(64, '0'), size: 1 }))
  const act = valid.find(({ id }) => id === 'act')?.expected.header
  if (act?.kind !== 'act') assert.fail()
  assert.ok(encodeHeader({ ...act, files }).length <= MAX_HEADER_BYTES)
  const padded = utf8(text(encodeHeader(mark)).padEnd(MAX_HEADER_BYTES))
  assert.deepEqual(parseHeader(padded), mark)
  assert.throws(() => parseHeader(utf8(`${text(padded)} `)), refused('malformed-header'))
})

test('ENTRY-3 refuses a header with a member too many or of another form', () => {
  runAll('entry', read)
  for (const { expected } of valid) {
    for (const name of Object.keys(expected.header)) {
      const optional =
        name === 'relation' ||
        name === 'approver' ||
        name === 'revoked' ||
        ((name === 'files' || name === 'on') && 'act' in expected.header)
      const without = mutated(expected.header, (copy) => delete copy[name])
      if (optional) assert.deepEqual(parseHeader(encodeHeader(without)), without)
      else assert.throws(() => encodeHeader(without), refused('malformed-header'), name)
      // Which keys they are is another question, with another answer (KEYS-2).
      const fits = { revoked: true, keys: 'a' }[name]
      for (const value of [null, true, {}, [], '', -1, 'x y', ['a']].filter((one) => `${one}` !== `${fits}`))
        assert.throws(
          () => encodeHeader(mutated(expected.header, (copy) => (copy[name] = value))),
          refused('malformed-header'),
        )
    }
    assert.throws(
      () => encodeHeader(mutated(expected.header, (copy) => (copy.more = 1))),
      refused('malformed-header'),
    )
  }
})

test('ENTRY-4 demands a kept part first, and a duration for every other', () => {
  const keep = ['P1D', 'P5Y', 'P1Y6M', 'P2W', 'PT48H', 'P1DT12H', 'PT90M', 'P0D']
  keep.push('P9999Y9999M9999W99999DT99999H999999M')
  for (const duration of keep) {
    const header = mutated(
      mark,
      (copy) => (copy.parts = [...mark.parts, { name: 'content', digest, keep: duration }]),
    )
    assert.deepEqual(parseHeader(encodeHeader(header)), header)
  }
  const bad = ['', 'P', 'PT', '5Y', 'P5', 'P1S', 'PT1S', 'p5y', 'P5Y ', 'P1D1Y', 'always']
  bad.push('P1DT', 'P1Y1Y', 'P1W1M', 'PT1M1H', 'P12345Y', 'P12345M', 'P12345W', 'P123456D', 'PT123456H')
  bad.push('PT1234567M', 'P1.5Y', 'P-1Y', 'P1H')
  for (const duration of bad) {
    const header = mutated(
      mark,
      (copy) => (copy.parts = [...mark.parts, { name: 'content', digest, keep: duration }]),
    )
    assert.throws(() => encodeHeader(header), refused('malformed-header'), duration)
  }
})

test('ENTRY-5 refuses files that are no rounded sizes', () => {
  const act = valid.find(({ id }) => id === 'act')?.expected.header
  if (!act) assert.fail()
  for (const size of [1, 2, 4096, 2 ** 40])
    assert.doesNotThrow(() => encodeHeader(mutated(act, (copy) => (copy.files = [{ digest, size }]))))
  for (const size of [0, 3, 4095, -2, 1.5, 2 ** 53])
    assert.throws(
      () => encodeHeader(mutated(act, (copy) => (copy.files = [{ digest, size }]))),
      refused('malformed-header'),
    )
})

test('ENTRY-6 leaves no room for a name where an id belongs', () => {
  const act = valid.find(({ id }) => id === 'act')?.expected.header
  if (!act) assert.fail()
  for (const member of ['officer', 'approver'])
    for (const name of [
      'Nguyễn Văn A (hư cấu)',
      '张三（虚构）',
      'J. Doe (invented)',
      'a@example.org',
      'x'.repeat(65),
    ])
      assert.throws(
        () => encodeHeader(mutated(act, (copy) => (copy[member] = name))),
        refused('malformed-header'),
      )
})

test('ENTRY-7 gives one code for whatever is wrong with the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      assert.throws(() => parseHeader(bytes), refused('malformed-header'))
    }),
  )
  for (const { input } of valid)
    for (const changed of flips(utf8(input), 3))
      try {
        parseHeader(changed)
      } catch (error) {
        refused('malformed-header')(error)
      }
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.throws(
        () => parseHeader(utf8(JSON.stringify(value).toWellFormed())),
        refused('malformed-header'),
      )
    }),
  )
})
