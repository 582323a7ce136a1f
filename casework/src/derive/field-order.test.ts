import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lending } from './_invented.ts'
import { fieldOrder } from './field-order.ts'

test('asks first for what is needed, in the order of the declaration', () => {
  const order = fieldOrder(lending, 'wish')
  assert.deepEqual(order.slice(0, 4), ['thing', 'pace', 'mark', 'uses'])
  const { needs = [], may = [] } = lending.acts.wish ?? {}
  assert.deepEqual(order.toSorted(), [...new Set([...needs, ...may])].toSorted())
})

test('asks for a reason right after what it is the reason for', () => {
  const { acts, ...rest } = lending
  const wish = acts.wish
  assert.ok(wish)
  const when = { any: [{ equals: ['pace', 'slow'] as const }, { present: 'made' }] }
  const order = fieldOrder({ ...rest, acts: { ...acts, wish: { ...wish, when } } }, 'wish')
  assert.deepEqual(order.slice(0, 5), ['thing', 'pace', 'made', 'mark', 'uses'])
  assert.deepEqual(order.toSorted(), fieldOrder(lending, 'wish').toSorted())
})

test('knows no act that is not declared', () => {
  assert.throws(() => fieldOrder(lending, 'toString'), { name: 'CaseworkError', code: 'unknown-act' })
})
