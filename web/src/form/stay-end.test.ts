import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LONGEST_STAY, STAY_YEARS } from '@counterpart/casework'
import { dayHere } from '../time/civil.ts'
import { stayDay, stayEnd } from './stay-end.ts'

const NOW = Date.parse('2026-11-28T12:00:00Z') / 1000
const DAY = 24 * 60 * 60

const endOf = (day: string) => Date.parse(`${day}T23:59:59Z`) / 1000

test('a stay lasts to the end of a day that is to come, and for ten years at most', () => {
  for (const day of ['2026-11-29', '2028-02-29', '2036-11-27'])
    assert.equal(stayEnd(day, NOW), endOf(day), day)
  for (const day of ['2036-11-30', '2036-12-04', '9999-12-31'])
    assert.equal(stayEnd(day, NOW), 'too-far', day)
  for (const day of ['', '2026', '2030', '2027-03', 'x']) assert.equal(stayEnd(day, NOW), null, day)
})

test('RETENTION-8 no stay that a page takes is longer than the protocol has it, whatever the day', () => {
  for (let at = NOW; at < NOW + 5 * 366 * DAY; at += DAY / 2) {
    const today = dayHere(at)
    const end = stayEnd(`${Number(today.slice(0, 4)) + STAY_YEARS}${today.slice(4)}`, at)
    assert.ok(end === 'no-day' || (Number(end) > at && Number(end) <= at + LONGEST_STAY), today)
  }
})

test('a stay does not last to a day that is yesterday where it is typed, though it ends later by the clock of both', () => {
  for (const day of ['2026-11-26', '2020-01-01']) assert.equal(stayEnd(day, NOW), 'over', day)
  const [zone, early] = [process.env.TZ, Date.parse('2026-11-29T22:50:00Z') / 1000]
  try {
    process.env.TZ = 'Asia/Ho_Chi_Minh'
    assert.equal(stayEnd('2026-11-29', early), 'over')
    assert.equal(stayEnd('2026-11-30', early), endOf('2026-11-30'))
    assert.equal(stayEnd('2036-11-30', early), endOf('2036-11-30'))
    process.env.TZ = 'America/Lima'
    assert.equal(stayEnd('2026-11-28', Date.parse('2026-11-29T01:00:00Z') / 1000), 'over')
  } finally {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  }
})

test('a stay does not last to a day that no calendar has', () => {
  for (const day of ['2027-02-29', '2027-02-30', '2027-11-31', '2027-13-01', '2027-00-10'])
    assert.equal(stayEnd(day, NOW), 'no-day', day)
})

test('a stay is shown by the day that was typed, whatever day it is there where it is read', () => {
  for (const day of ['2026-11-29', '2028-02-29']) assert.equal(stayDay(Number(stayEnd(day, NOW))), day)
  assert.equal(stayDay(Date.parse('2026-11-29T00:00:00Z') / 1000), null)
})
