import assert from 'node:assert/strict'
import { test } from 'node:test'
import { divided } from './drafts.ts'

test('what others have to write again is not counted as work of this officer', () => {
  const draft = { mine: false, mayApprove: false, outdated: false, declined: null, created: 1 }
  const declined = { by: 'x', at: 1, reason: 'y' }
  const [waits, approves] = [
    { ...draft, mine: true, created: 2 },
    { ...draft, mayApprove: true, created: 3 },
  ]
  const [back, theirs] = [
    { ...draft, mine: true, outdated: true },
    { ...draft, outdated: true },
  ]
  const stale = { ...draft, mayApprove: true, outdated: true, created: 9 }
  const all = divided([waits, theirs, back, stale, approves])
  assert.deepEqual(all, {
    toDo: [approves, stale, back],
    waits: [waits],
    others: [theirs],
    back: 1,
    over: 1,
    waiting: 2,
  })
  assert.deepEqual([divided([theirs]).back, divided([{ ...draft, declined }]).waiting], [0, 0])
})
