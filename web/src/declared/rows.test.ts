import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joinRows } from './rows.ts'

const field = {
  kind: 'list',
  part: 'kept',
  most: 9,
  row: { paper: { kind: 'line', max: 9 }, line: { kind: 'count', min: 0, max: 9 } },
  needs: [],
} as const

test('rows that differ in a number alone are one, with all their numbers', () => {
  const rows = [{ paper: 'A', line: 7 }, { paper: 'B', line: 1 }, { paper: 'A', line: 3 }, { paper: 'C' }]
  assert.deepEqual(joinRows(field, rows), [
    { row: { paper: 'A' }, counts: { line: [7, 3] } },
    { row: { paper: 'B' }, counts: { line: [1] } },
    { row: { paper: 'C' }, counts: {} },
  ])
  assert.deepEqual(joinRows(field, []), [])
})
