import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { MOST_EVIDENCE, ProtocolError } from '@counterpart/protocol/verify'
import { packed } from './_evidence.ts'
import { openEvidence } from './evidence-file.ts'

interface Case {
  id: string
  input: { file: string }
  expected?: { members: Record<string, string> }
}

function vectors(name: string): Case[] {
  return JSON.parse(readFileSync(new URL(`../../spec/vectors/${name}.json`, import.meta.url), 'utf8'))
}

const cases = vectors('container')

function refuses(changed: Uint8Array, what: string): void {
  assert.throws(
    () => openEvidence(changed),
    (error) => error instanceof ProtocolError && error.code === 'bad-evidence',
    what,
  )
}

for (const { id, input, expected } of cases)
  test(`EVIDENCE-9 container ${id}`, () => {
    const file = Uint8Array.from(Buffer.from(input.file, 'hex'))
    if (!expected) return refuses(file, id)
    const members = [...openEvidence(file)].map(([name, data]) => [name, new TextDecoder().decode(data)])
    assert.deepEqual(members, Object.entries(expected.members))
    return undefined
  })

const file = Uint8Array.from(Buffer.from(cases[0]?.input.file ?? '', 'hex'))

test('EVIDENCE-9 what was cut off anywhere is refused', () => {
  for (let length = 0; length < file.length; length++) refuses(file.subarray(0, length), `${length}`)
})

test('EVIDENCE-9 every changed bit of the container is found', () => {
  for (let bit = 0; bit < file.length * 8; bit++) {
    const changed = file.slice()
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    refuses(changed, `bit ${bit}`)
  }
})

test('EVIDENCE-9 EVIDENCE-10 as many members as a maker may put into a file are read, and not one more', () => {
  const many = (count: number) =>
    packed(new Map(Array.from({ length: count }, (_, at) => [`${at}`, new Uint8Array()])))
  assert.equal(openEvidence(many(MOST_EVIDENCE.members)).size, MOST_EVIDENCE.members)
  refuses(many(MOST_EVIDENCE.members + 1), 'one more')
})
