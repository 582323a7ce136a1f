import assert from 'node:assert/strict'
import { test } from 'node:test'
import { offeredIn } from './offered.ts'

const acts = { take: { owner: 'takes' }, decline: { owner: 'declines' } }
const declared = { procedure: { acts } } as never
const offers = Object.keys(acts).map((act) => ({ act, allowed: true }))

function seen(offered: object | null, office = 'north') {
  const found = offeredIn(declared, { offered, offers } as never, { side: 'aaa', office })
  return found && [found.isForUs, found.isForMe, found.take?.act ?? null, found.decline?.act ?? null]
}

test('the office it is offered to takes or declines it', () => {
  assert.deepEqual(seen({ by: 'bbb', party: 'aaa', office: 'north' }), [true, true, 'take', 'decline'])
  assert.deepEqual(seen({ by: 'bbb', party: 'aaa', office: null }), [true, true, 'take', 'decline'])
})

test('another office of that side does neither', () => {
  assert.deepEqual(seen({ by: 'bbb', party: 'aaa', office: 'south' }), [true, false, null, null])
})

test('the side that made the offer can take it back', () => {
  assert.deepEqual(seen({ by: 'aaa', party: 'bbb', office: null }), [false, false, null, 'decline'])
  assert.deepEqual(seen({ by: 'bbb', party: 'bbb', office: null }), [false, false, null, null])
})

test('where nothing is offered there is nothing to say', () => {
  assert.equal(seen(null), null)
})
