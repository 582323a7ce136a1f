import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ProtocolError } from '@counterpart/protocol/verify'
import { packed } from './_evidence.ts'
import { openEvidence } from './evidence-file.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const members = new Map([
  ['manifest.json', bytes('{}')],
  ['page.html', bytes('<p>')],
])
const file = new Uint8Array(packed(members))
const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
const end = file.length - 22
const directory = view.getUint32(end + 16, true)

function refuses(changed: Uint8Array, what: string): void {
  assert.throws(
    () => openEvidence(changed),
    (error) => error instanceof ProtocolError && error.code === 'bad-evidence',
    what,
  )
}

/** Of the archive, with some of its bytes set. */
function set(...bytes: [number, number][]): Uint8Array {
  const copy = file.slice()
  for (const [at, byte] of bytes) copy[at] = byte
  return copy
}

test('EVIDENCE-9 what another tool sets when it packs the same members again is refused', () => {
  assert.deepEqual(openEvidence(file), members)
  const bad: [string, Uint8Array][] = [
    ['made by another system', set([directory + 5, 3])],
    ['attributes', set([directory + 41, 0x81])],
    ['attributes of text', set([directory + 36, 1])],
    ['a flag for names that need none', set([7, 8], [directory + 9, 8])],
    ['sizes behind the bytes', set([6, 8], [directory + 8, 8])],
    ['another method', set([8, 8], [directory + 10, 8])],
    ['an extra field', set([directory + 30, 4])],
    ['a comment of a member', set([directory + 32, 4])],
    ['a comment at the end', new Uint8Array([...set([end + 20, 1]), 0x20])],
    ['another disk', set([end + 4, 1])],
    ['something before', new Uint8Array([0, ...file])],
    ['something behind', new Uint8Array([...file, 0])],
  ]
  for (const [what, changed] of bad) refuses(changed, what)
  const twice = packed(new Map([...members, ['page.htmm', bytes('<p>')]]))
  const renamed = Uint8Array.from(
    Buffer.from(Buffer.from(twice).toString('latin1').replaceAll('page.htmm', 'page.html'), 'latin1'),
  )
  refuses(renamed, 'a name twice')
  for (let length = 0; length < file.length; length++) refuses(file.subarray(0, length), 'cut off')
})

test('EVIDENCE-9 every changed bit of the container is found', () => {
  for (let bit = 0; bit < file.length * 8; bit++) {
    const changed = file.slice()
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    refuses(changed, `bit ${bit}`)
  }
})
