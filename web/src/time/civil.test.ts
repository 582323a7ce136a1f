import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOfTime, firstDayOf, lastDayOf } from './civil.ts'

test('a year, a month and a day have a first and a last day', () => {
  assert.deepEqual([firstDayOf('2023'), lastDayOf('2023')], ['2023-01-01', '2023-12-31'])
  assert.deepEqual([firstDayOf('2024-02'), lastDayOf('2024-02')], ['2024-02-01', '2024-02-29'])
  assert.deepEqual([firstDayOf('2023-06-25'), lastDayOf('2023-06-25')], ['2023-06-25', '2023-06-25'])
})

test('what is no date has none', () => {
  for (const written of ['', 'soon', '23', '2023-13', '2023-02-30', '2023-6', '2023-06-25T00'])
    assert.deepEqual([firstDayOf(written), lastDayOf(written)], [null, null], written)
})

test('the day of a time is that of UTC', () => {
  assert.equal(dayOfTime(0), '1970-01-01')
  assert.equal(dayOfTime(86_399), '1970-01-01')
})
