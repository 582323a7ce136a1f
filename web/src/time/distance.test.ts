import assert from 'node:assert/strict'
import { test } from 'node:test'
import { distanceOf } from './distance.ts'

const now = new Date(2026, 10, 29, 15, 30).getTime() / 1000
const at = (year: number, month: number, day: number, hour = 9) =>
  new Date(year, month - 1, day, hour).getTime() / 1000

test('a day is counted from the day that it is, and a moment by its day', () => {
  assert.deepEqual(distanceOf('2026-11-29', now), { value: 0, unit: 'day' })
  assert.deepEqual(distanceOf('2026-12-05', now), { value: 6, unit: 'day' })
  assert.deepEqual(distanceOf('2026-11-01', now), { value: -28, unit: 'day' })
  assert.deepEqual(distanceOf(at(2026, 11, 30, 0), now), { value: 1, unit: 'day' })
  assert.deepEqual(distanceOf(at(2026, 11, 29, 23), now), { value: 0, unit: 'day' })
})

test('what is far is counted in months and years', () => {
  assert.deepEqual(distanceOf('2028-01-03', now), { value: 13, unit: 'month' })
  assert.deepEqual(distanceOf('2025-12-03', now), { value: -11, unit: 'month' })
  assert.deepEqual(distanceOf('1890-05-01', now), { value: -136, unit: 'year' })
  const longAgo = new Date(2026, 10, 29, 9).setFullYear(26) / 1000
  assert.deepEqual(distanceOf(longAgo, now), { value: -2000, unit: 'year' })
})

test('where days end there are two months or two years, and no month or year is the next one or the last', () => {
  for (const [written, value, unit] of [
    ['2027-01-28', 60, 'day'],
    ['2026-09-30', -60, 'day'],
    ['2027-01-30', 2, 'month'],
    ['2026-09-28', -2, 'month'],
    ['2028-11-28', 23, 'month'],
    ['2024-11-30', -23, 'month'],
    ['2028-11-29', 2, 'year'],
    ['2024-11-29', -2, 'year'],
    ['2023-11-29', -3, 'year'],
    ['2023-11-30', -2, 'year'],
    ['0099-01-01', -1927, 'year'],
  ] as const)
    assert.deepEqual(distanceOf(written, now), { value, unit }, written)
})

test('what is no whole day is at no distance', () => {
  for (const written of ['2026', '2026-11', '', undefined, null, 'soon'])
    assert.equal(distanceOf(written, now), null)
})
