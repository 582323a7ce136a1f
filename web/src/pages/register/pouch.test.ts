import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPouchWriter } from '@counterpart/protocol'
import type { Officer } from '../../api/types.ts'
import { endsOf, isAwaited, isPouch, mayCarry, missing } from './pouch.ts'

test('what is missing before what waits is said once, whatever overlaps', () => {
  assert.deepEqual(missing({ held: 4, aside: [] }), [])
  const aside = [
    { start: 9, end: 12 },
    { start: 6, end: 7 },
    { start: 7, end: 8 },
    { start: 6, end: 8 },
  ]
  assert.deepEqual(missing({ held: 4, aside }), [
    { from: 4, to: 6 },
    { from: 8, to: 9 },
  ])
})

test('the panel is there for those who carry', () => {
  const who = (roles: string[], level: string) => ({ roles, office: { level } }) as Officer
  assert.equal(mayCarry(who(['administrator'], 'gate')), true)
  assert.equal(mayCarry(who(['secretary'], 'ministry')), true)
  assert.equal(mayCarry(who(['secretary'], 'province')), false)
  assert.equal(mayCarry(who(['secretary', 'overseer'], 'ministry')), false)
})

test('what was carried out last is asked for until the node has noted the file that is saved, and not for ever', () => {
  const out = { at: 7, start: 0, end: 3 }
  const first = { before: null, clicked: 1000 }
  assert.equal(isAwaited(null, { out: null }, 1005), false)
  assert.equal(isAwaited(first, { out: null }, 1005), true)
  assert.equal(isAwaited(first, { out }, 1005), false)
  assert.equal(isAwaited({ ...first, before: 7 }, { out }, 1005), true)
  assert.equal(isAwaited({ ...first, before: 7 }, { out: { ...out, at: 8 } }, 1005), false)
  assert.equal(isAwaited(first, { out: null }, 1000 + 120), false)
})

test('a file that is no pouch at all is told from one that is damaged', async () => {
  const begins = (...parts: BlobPart[]) => isPouch(new Blob(parts))
  const relation = 'aaa~bbb/border'
  const place = { part: 1, of: 1, start: 0, end: 1 }
  const { head } = newPouchWriter({
    relation,
    from: 'aaa',
    to: 'bbb',
    epoch: 1,
    keyId: '00'.repeat(8),
    ...place,
  })
  assert.equal(await begins(new Uint8Array(head)), true)
  assert.equal(await begins('counterpart pouch\n', 'and then nothing that can be read'), true)
  for (const other of ['', 'counterpart pouch', '\x89PNG\r\n', 'a text that says counterpart pouch\n'])
    assert.equal(await begins(other), false, other)
})

test('a stretch is said by its first and its last entry, and one entry by itself', () => {
  assert.deepEqual([endsOf({ start: 264, end: 265 }), endsOf({ start: 264, end: 270 })], [[264], [264, 269]])
  assert.deepEqual(endsOf({ start: 264, end: 264 }), [], 'a receipt alone carries none')
})
