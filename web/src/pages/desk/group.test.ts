import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupOf } from './group.ts'

const DAY = 24 * 60 * 60

test('the desk is ordered by the clock', () => {
  const at = 1_000_000
  assert.equal(groupOf({ due: at - 1, late: false, paused: false }, at), 'late')
  assert.equal(groupOf({ due: at + 5, late: true, paused: false }, at), 'late')
  assert.equal(groupOf({ due: at + DAY, late: false, paused: false }, at), 'soon')
  assert.equal(groupOf({ due: at + DAY + 1, late: false, paused: false }, at), 'later')
  assert.equal(groupOf({ due: at - 1, late: false, paused: true }, at), 'paused')
  assert.equal(groupOf({ due: null, late: false, paused: false }, at), 'unclocked')
})
