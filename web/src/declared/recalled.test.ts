import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Declared } from '../api/types.ts'
import { recalledIn } from './recalled.ts'

const fields = { subject: { part: 'kept' }, text: { part: 'content' }, person: { part: 'officials' } }
const declared = { procedure: { fields } } as unknown as Declared
const rungs = [
  { leaf: 'a1', fields: { subject: 'one', text: 'first' } },
  { leaf: 'a2', fields: { subject: 'two', text: 'second', person: 'Nobody (invented)' } },
]

test('of several acts the one that would be destroyed is told, with what of it', () => {
  const recall = { parts: ['content'], ground: 'wrong' as const, reason: 'x' }
  const found = recalledIn(rungs, { on: 'a2', recall }, declared)
  assert.equal(found?.rung.leaf, 'a2')
  assert.deepEqual(found?.fields, { text: 'second' })
  assert.deepEqual(recalledIn(rungs, { on: 'a1', recall }, declared)?.fields, { text: 'first' })
})

test('what cannot be read is not told, and of a draft that recalls nothing, nothing', () => {
  const recall = { parts: ['content'], ground: 'wrong' as const, reason: 'x' }
  assert.equal(recalledIn(rungs, { on: 'a3', recall }, declared), null)
  assert.equal(recalledIn(rungs, { on: 'a1', recall: null }, declared), null)
  assert.deepEqual(recalledIn(rungs, { on: 'a1', recall }, null)?.fields, {})
})
