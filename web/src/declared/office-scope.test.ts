import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ledBy, scopeOf } from './office-scope.ts'

test('an office is of the side that its field names', () => {
  assert.deepEqual(scopeOf('forwarded-to', {}), { side: 'ours', level: null })
  assert.deepEqual(scopeOf('call-with', {}), { side: 'theirs', level: null })
  assert.deepEqual(scopeOf('host', {}), { side: null, level: null })
})

test('the offices of a raising are at the level it raises to', () => {
  assert.deepEqual(scopeOf('our-office', { 'raised-to': 'ministry' }), { side: 'ours', level: 'ministry' })
  assert.deepEqual(scopeOf('their-office', {}), { side: 'theirs', level: null })
})

test('responsibility is offered to an office of the side that was chosen', () => {
  assert.equal(scopeOf('offered-to', { 'offered-side': 'own' }).side, 'ours')
  assert.equal(scopeOf('offered-to', { 'offered-side': 'other' }).side, 'theirs')
  assert.equal(scopeOf('offered-to', {}).side, null)
})

test('an office is chosen anew after its side or level was', () => {
  assert.deepEqual(ledBy('offered-side'), ['offered-to'])
  assert.deepEqual(ledBy('raised-to'), ['our-office', 'their-office'])
  assert.deepEqual(ledBy('message'), [])
})
