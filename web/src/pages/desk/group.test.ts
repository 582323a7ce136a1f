import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeskRow } from '../../api/types.ts'
import { groupDesk, groupOf } from './group.ts'

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

test('what is new stands before all that has a clock, under a heading of its own, and only when there is any', () => {
  const row = (id: string, due: number | null) => ({ id, due, late: false, paused: false }) as DeskRow
  const shown = (fresh: DeskRow[]) =>
    groupDesk([row('none', null), row('late', 5), row('later', 5 + 2 * DAY)], fresh, 6).map(
      ({ group, rows }) => `${group}: ${rows.map(({ id }) => id)}`,
    )
  const clocked = ['late: late', 'later: later', 'unclocked: none']
  assert.deepEqual(shown([]), clocked)
  assert.deepEqual(shown([row('report', 1), row('notice', null)]), ['fresh: report,notice', ...clocked])
})
