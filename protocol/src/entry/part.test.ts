import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { flips, refused, runAll } from '../_vectors.ts'
import { fromHex } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import type { Header } from './header.ts'
import { checkParts, fileDigest, type Part, partDigest, roundedSize } from './part.ts'

type Input = { of: 'part' | 'file'; salt: string; bytes: string } | { size: number }

const salt = new Uint8Array(randomBytes(32))
const bytes = utf8('{"urgency":"normal"}')
const content = utf8('{"subject":"…"}')
const kept: Part = { name: 'kept', salt, bytes }
const header: Header = {
  v: 1,
  kind: 'mark',
  seen: 0,
  time: 0,
  parts: [
    { name: 'kept', digest: partDigest(salt, bytes), keep: 'always' },
    { name: 'content', digest: partDigest(salt, content), keep: 'P1Y' },
  ],
}

test('PARTS-1 PARTS-2 PARTS-4 digests are those of the vectors', () => {
  runAll('parts', (input: Input) => {
    if ('size' in input) return roundedSize(input.size)
    return (input.of === 'part' ? partDigest : fileDigest)(fromHex(input.salt), fromHex(input.bytes))
  })
})

test('PARTS-1 PARTS-4 a part and a file of the same bytes have two digests', () => {
  const label = (name: string) =>
    createHash('sha256').update(`counterpart ${name} v1\n`).update(salt).update(bytes).digest('hex')
  assert.equal(partDigest(salt, bytes), label('part'))
  assert.equal(fileDigest(salt, bytes), label('file'))
  assert.notEqual(partDigest(salt, bytes), fileDigest(salt, bytes))
})

test('PARTS-2 the same bytes under another salt have another digest', () => {
  const seen = new Set([partDigest(salt, bytes)])
  for (const other of flips(salt)) seen.add(partDigest(other, bytes))
  assert.equal(seen.size, 257)
})

test('PARTS-3 the parts of an entry are those its header names, each once', () => {
  checkParts(header, [kept, { name: 'content', salt, bytes: content }])
  checkParts(header, [{ name: 'content', salt, bytes: content }, kept])
  const cases: [Part[], string][] = [
    [[], 'part-missing'],
    [[kept], 'part-missing'],
    [[kept, kept], 'bad-part'],
    [[kept, { name: 'content', salt, bytes }], 'bad-part'],
    [[kept, { name: 'other', salt, bytes: content }], 'part-missing'],
    [[kept, { name: 'content', salt, bytes: content }, { name: 'other', salt, bytes }], 'bad-part'],
    [[kept, { name: 'content', salt: salt.slice(1), bytes: content }], 'bad-salt'],
  ]
  for (const [parts, code] of cases) assert.throws(() => checkParts(header, parts), refused(code))
  for (const changed of flips(content))
    assert.throws(
      () => checkParts(header, [kept, { name: 'content', salt, bytes: changed }]),
      refused('bad-part'),
    )
})

test('PARTS-5 sizes are rounded up to a power of two', () => {
  for (let n = 1; n < 5000; n++) {
    const size = roundedSize(n)
    assert.ok(size >= n && size < 2 * n && Number.isInteger(Math.log2(size)), String(n))
  }
})
