import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stayDay, stayEnd } from './stay-end.ts'

const NOW = Date.parse('2026-11-28T12:00:00Z') / 1000

test('a stay lasts to the end of a day that is to come, and not beyond the longest', () => {
  assert.equal(stayEnd('2026-11-28', NOW), Date.parse('2026-11-28T23:59:59Z') / 1000)
  assert.equal(stayEnd('2036-12-04', NOW), Date.parse('2036-12-04T23:59:59Z') / 1000)
  for (const day of [
    '2026-11-27',
    '2020-01-01',
    '2036-12-06',
    '9999-12-31',
    '',
    '2026',
    '2030',
    '2027-03',
    'x',
  ])
    assert.equal(stayEnd(day, NOW), null, day)
})

test('a stay does not last to a day that no calendar has', () => {
  for (const day of ['2027-02-29', '2027-02-30', '2027-11-31', '2027-13-01', '2027-00-10'])
    assert.equal(stayEnd(day, NOW), null, day)
})

test('a stay is shown by the day that was typed, whatever day it is there where it is read', () => {
  for (const day of ['2026-11-28', '2028-02-29']) assert.equal(stayDay(stayEnd(day, NOW) ?? 0), day)
  assert.equal(stayDay(Date.parse('2026-11-29T00:00:00Z') / 1000), null)
})
