import assert from 'node:assert/strict'
import { test } from 'node:test'
import { vanished } from './draft-known.ts'

const draft = (id: string, more: object = {}) => ({ id, mine: false, mayApprove: true, ...more })

test('a draft that is gone is told of where it was one’s own, or one’s own to approve', () => {
  const before = [
    draft('stays'),
    draft('approved elsewhere'),
    draft('mine', { mine: true, mayApprove: false }),
    draft('of others', { mayApprove: false }),
    draft('may no more'),
  ]
  const now = [draft('stays'), draft('new'), draft('may no more', { mayApprove: false })]
  assert.deepEqual(
    vanished(before, now).map(({ id }) => id),
    ['approved elsewhere', 'mine', 'may no more'],
  )
  assert.deepEqual(vanished([], before), [])
  assert.deepEqual(vanished(before, before), [])
})
