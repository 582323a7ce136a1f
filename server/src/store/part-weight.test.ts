/** No part may take more in memory than it is weighed: what is read at once is bounded by that. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parseJson, text, utf8 } from '@counterpart/protocol'
import { partWeight } from './part-weight.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const BYTES = 256 * 1024

function heapOf(work: () => unknown): number {
  collect()
  const before = process.memoryUsage().heapUsed
  const made = work()
  collect()
  const { heapUsed } = process.memoryUsage()
  assert.ok(made)
  return heapUsed - before
}

/** So many as the bytes have room for. */
function listOf(one: (n: number) => string): Uint8Array {
  const all: string[] = []
  for (let length = 0; length < BYTES; length += (all.at(-1) ?? '').length + 1) all.push(one(all.length))
  return utf8(`{"a":[${all.join(',')}]}`)
}

const key = (n: number) => n.toString(36)
const indexes = (many: number, last: number) =>
  `{${Array.from({ length: many }, (_, n) => `"${last - n}":0`).join(',')}}`

const SHAPES: Record<string, (n: number) => string> = {
  'lists of one': () => '[0]',
  'empty lists': () => '[]',
  'empty objects in lists': () => '[{}]',
  'a name of its own in each': (n) => `{"${key(n)}":0}`,
  'three names of their own in each': (n) =>
    `{"${key(3 * n)}":0,"${key(3 * n + 1)}":0,"${key(3 * n + 2)}":0}`,
  'a member with a high number': () => indexes(1, 1000),
  'a member with a number': () => indexes(1, 35),
  'members with numbers': () => indexes(22, 574),
  'deep lists': () => '['.repeat(50) + ']'.repeat(50),
  'short texts': (n) => `"${key(n)}"`,
  'longer texts': (n) => `"${key(n)} and some more"`,
  numbers: () => '0.5',
}

for (const [name, one] of Object.entries(SHAPES))
  test(`SYNC-17 a part takes no more in memory than it is weighed: ${name}`, () => {
    const bytes = listOf(one)
    const heap = heapOf(() => parseJson(text(bytes)))
    const weight = partWeight({ name: 'kept', bytes })
    // Whatever the runtime does beside it.
    assert.ok(heap < weight + 256 * 1024, `${heap} of ${weight}`)
  })

test('SYNC-17 what stands inside texts counts as bytes alone, and so does a part that no fold reads', () => {
  const bytes = utf8(String.raw`{"a":"[,\"{,\\","b":["]"]}`)
  assert.equal(partWeight({ name: 'kept', bytes }), bytes.length + 128 * 5)
  assert.equal(partWeight({ name: 'content', bytes }), bytes.length)
  const open = utf8('["[,')
  assert.equal(partWeight({ name: 'kept', bytes: open }), open.length + 128)
  const escaped = utf8('"\\')
  assert.equal(partWeight({ name: 'kept', bytes: escaped }), escaped.length)
})
