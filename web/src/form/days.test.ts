import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dateOfParts, timeOf } from './date-parts.ts'
import { daysAmiss, withDays } from './days.ts'

const now = Date.UTC(2026, 10, 29) / 1000
const fields = {
  on: { kind: 'date' },
  at: { kind: 'time' },
  who: { kind: 'person' },
  list: { kind: 'list', row: { on: { kind: 'date' } }, needs: [], most: 3 },
} as const
const february = dateOfParts({ day: '31', month: '2', year: '2026' })

test('a day that no calendar has is found before it is sent: of a date, a moment, a birth and in a row', () => {
  const values = {
    on: { date: february },
    at: timeOf(february, '10:00'),
    who: { born: '1990-02-30' },
    list: [{ on: { date: '2024-02-29' } }, { on: { date: '2023-02-29' } }],
  }
  const shape = { wrong: 'shape', at: [] } as const
  assert.deepEqual(withDays({ at: [shape] }, fields, values, now), {
    on: [{ wrong: 'no-day', at: ['date'] }],
    at: [{ wrong: 'no-day', at: [] }, shape],
    who: [{ wrong: 'no-day', at: ['born'] }],
    list: [{ wrong: 'no-day', at: ['1', 'on', 'date'] }],
  })
})

test('a day that exists, a part of a date and what is no date are not such a day', () => {
  for (const date of ['2024-02-29', '2026-02', '2026', '2026-11-5.5', '20266', undefined])
    assert.deepEqual(withDays({}, fields, { on: { date }, at: 1790000000 }, now), {}, String(date))
})

test('a year that cannot be meant is said at its box, with the years that can', () => {
  const values = {
    on: { date: '1026-11-05' },
    at: timeOf(dateOfParts({ day: '5', month: '11', year: '9999' }), '10:00'),
    who: { born: '1026-05-01' },
    list: [{ on: { date: '2026' } }, { on: { date: '9999' } }],
  }
  const years = { first: 1800, last: 2126 }
  assert.deepEqual(withDays({}, fields, values, now), {
    on: [{ wrong: 'year', at: ['date'], years }],
    at: [{ wrong: 'year', at: [], years }],
    who: [{ wrong: 'year', at: ['born'], years: { first: 1800, last: 2026 } }],
    list: [{ wrong: 'year', at: ['1', 'on', 'date'], years }],
  })
})

test('a day that has happened and lies ahead by more than one is said at its box, also in a row, and so is a moment of later today', () => {
  const past = { kind: 'date', tense: 'past' } as const
  const tensed = {
    on: past,
    at: { kind: 'time', tense: 'past' },
    list: { kind: 'list', row: { on: past }, needs: [], most: 3 },
    by: { kind: 'date', tense: 'ahead' },
  } as const
  const ahead = { date: '2026-12-05' }
  const values = {
    on: ahead,
    at: now + 3600,
    list: [{ on: { date: '2026-11-30' } }, { on: ahead }],
    by: ahead,
  }
  assert.deepEqual(withDays({}, tensed, values, now), {
    on: [{ wrong: 'to-come', at: ['date'] }],
    at: [{ wrong: 'to-come', at: [] }],
    list: [{ wrong: 'to-come', at: ['1', 'on', 'date'] }],
  })
})

test('a day of what has happened that is to come is found, and one of what is to come that is over; of a plan neither', () => {
  const at = Date.UTC(2026, 10, 29, 12) / 1000
  const past = { kind: 'date', tense: 'past' } as const
  const tensed = {
    plan: { kind: 'date' },
    on: past,
    at: { kind: 'time', tense: 'past' },
    who: { kind: 'person' },
    list: { kind: 'list', row: { on: past }, needs: [], most: 3 },
    by: { kind: 'date', tense: 'ahead' },
  } as const
  const values = {
    plan: { date: '2027-12-05' },
    on: { date: '2026-12-05' },
    at: at - 86_400,
    who: { born: '2027-01-01' },
    list: [{ on: { date: '2026-11-20' } }, { on: { date: '2026-12-01' } }, { on: { date: '2028-12-01' } }],
    by: { date: '1800-01-01' },
  }
  assert.deepEqual(daysAmiss(tensed, values, at), {
    past: [
      { name: 'on', distance: { value: 6, unit: 'day' } },
      { name: 'list', distance: { value: 2, unit: 'year' } },
    ],
    ahead: [{ name: 'by', distance: { value: -226, unit: 'year' } }],
  })
  const none = { past: [], ahead: [] }
  assert.deepEqual(daysAmiss(tensed, { by: { date: '2026-11-29' }, on: { date: '2026-11-29' } }, at), none)
  assert.deepEqual(daysAmiss(tensed, { by: { date: '2027-01-05' }, on: { date: '2027' } }, at), none)
})
