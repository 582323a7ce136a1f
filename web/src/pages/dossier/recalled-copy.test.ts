import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recalledCopy } from './recalled-copy.ts'

const destroyed = { side: 'aaa', time: 5, final: 9, why: 'recall' as const }

test('a copy on record as destroyed is told with its day', () => {
  assert.deepEqual(recalledCopy({ copies: [destroyed] }, 'aaa'), { key: 'recall.copy', time: 5 })
})

test('a side never had a part only where the record says that it was not delivered', () => {
  const undelivered = { ...destroyed, why: 'undelivered' as const }
  assert.deepEqual(recalledCopy({ copies: [undelivered] }, 'bbb'), { key: 'recall.never' })
  assert.deepEqual(recalledCopy({ copies: [destroyed] }, 'bbb'), { key: 'recall.copy-not' })
})

test('of a part that is absent since it was given back without it, nobody is said never to have had it', () => {
  const absent = { state: 'absent' as const, copies: [] }
  for (const side of ['aaa', 'bbb']) assert.deepEqual(recalledCopy(absent, side), { key: 'recall.copy-not' })
})
