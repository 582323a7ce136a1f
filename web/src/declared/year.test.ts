import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Field } from '../api/types.ts'
import { isYear } from './year.ts'

test('a year is told from a quantity by its bounds', () => {
  const count = (min: number, max: number) => isYear({ kind: 'count', part: 'kept', min, max } as Field)
  assert.ok(count(1950, 2199))
  for (const [min, max] of [
    [0, 3000],
    [1, 9999],
    [1000, 10_000],
  ] as const)
    assert.ok(!count(min, max), `${min} ${max}`)
  assert.ok(!isYear({ kind: 'line', part: 'kept', max: 4 } as Field))
})
