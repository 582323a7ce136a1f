import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { flips, refused, runAll } from '../_vectors.ts'
import { concat, fromHex, hex } from '../bytes/bytes.ts'
import { type PouchHead, pouchName } from './head.ts'
import { newPouchWriter, PouchReader } from './pouch.ts'

const HEAD: PouchHead = {
  relation: 'chn~vnm/border',
  from: 'vnm',
  to: 'chn',
  epoch: 1,
  keyId: '0011223344556677',
  part: 2,
  of: 3,
  start: 123,
  end: 456,
}

function write(head: PouchHead, envelopes: readonly Uint8Array[]): Uint8Array {
  const writer = newPouchWriter(head)
  return concat(writer.head, ...envelopes.map((one) => writer.item(one)), writer.end())
}

function read(chunks: Iterable<Uint8Array>): { head: PouchHead | null; items: string[] } {
  const reader = new PouchReader()
  const found: { head: PouchHead | null; items: string[] } = { head: null, items: [] }
  for (const chunk of chunks)
    for (const piece of reader.push(chunk))
      if (piece.kind === 'head') found.head = piece.head
      else found.items.push(hex(piece.envelope))
  reader.end()
  return found
}

test('POUCH-1 POUCH-2 POUCH-3 reads and refuses as the vectors say', () => {
  runAll('pouch', (input: { bytes: string } | { label: PouchHead }) =>
    'label' in input ? pouchName(input.label) : read([fromHex(input.bytes)]),
  )
})

test('POUCH-1 what is written comes back, in chunks of any size', () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 5 }), fc.integer({ min: 1, max: 200 }), (envelopes, size) => {
      const file = write(HEAD, envelopes)
      const chunks = Array.from({ length: Math.ceil(file.length / size) }, (_, i) =>
        file.subarray(i * size, (i + 1) * size),
      )
      assert.deepEqual(read(chunks), { head: HEAD, items: envelopes.map(hex) })
    }),
  )
})

test('POUCH-2 every bit that is changed, everything cut off or added is found', () => {
  const file = write(HEAD, [new Uint8Array(20).fill(7), new Uint8Array(3).fill(9)])
  for (const bad of flips(file)) assert.throws(() => read([bad]), refused('bad-pouch', 'newer-pouch'))
  for (let length = 0; length < file.length; length++)
    assert.throws(() => read([file.subarray(0, length)]), refused('bad-pouch'))
  assert.throws(() => read([file, new Uint8Array(1)]), refused('bad-pouch'))
})

test('POUCH-1 nothing is written that would not be read', () => {
  const bad: Partial<PouchHead>[] = [
    { relation: 'chn~vnm' },
    { from: 'chn' },
    { to: 'lao' },
    { epoch: 0 },
    { keyId: 'no key' },
    { part: 0 },
    { part: 4 },
    { end: 122 },
    { start: -1 },
  ]
  for (const change of bad) assert.throws(() => newPouchWriter({ ...HEAD, ...change }), refused('bad-pouch'))
  assert.throws(() => newPouchWriter(HEAD).item(new Uint8Array()), refused('bad-pouch'))
})

test('POUCH-1 an item that comes byte by byte is read, however long it is', () => {
  const envelope = new Uint8Array(300_000).fill(7)
  const file = write(HEAD, [envelope])
  const chunks = Array.from(file, (_, at) => file.subarray(at, at + 1))
  assert.deepEqual(read(chunks), { head: HEAD, items: [hex(envelope)] })
})
