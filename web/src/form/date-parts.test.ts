import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PATTERNS } from '@counterpart/casework'
import { cleaned, wrongsOf } from './check.ts'
import { clockOf, dateOfParts, isDate, isPart, partsOfDate, timeOf, withPart } from './date-parts.ts'

test('a date may lack its day, or its day and month', () => {
  assert.equal(dateOfParts({ day: '', month: '', year: '2023' }), '2023')
  assert.equal(dateOfParts({ day: '', month: '6', year: '2023' }), '2023-06')
  assert.equal(dateOfParts({ day: '5', month: '6', year: '2023' }), '2023-06-05')
  assert.deepEqual(partsOfDate('2023-06'), { year: '2023', month: '06', day: '' })
})

test('a day without its month is no date', () => {
  assert.equal(isDate(dateOfParts({ day: '5', month: '', year: '2023' })), false)
})

test('a day that does not exist is no date', () => {
  assert.equal(isDate('2023-02-29'), false)
  assert.equal(isDate('2024-02-29'), true)
  assert.equal(isDate('2023-13'), false)
  assert.equal(isDate('23'), false)
})

test('a moment needs a whole day and a time of day; what has not both stays what was typed', () => {
  const noon = new Date(2026, 10, 23, 12, 5).getTime() / 1000
  assert.equal(timeOf('2026-11-23', '12:05'), noon)
  assert.equal(timeOf('2026-11', '12:05'), '2026-11 12:05')
  assert.equal(timeOf('2026-11-23', '25:00'), '2026-11-23 25:00')
  assert.equal(timeOf('2023-02-31', '10:00'), '2023-02-31 10:00')
  assert.equal(timeOf('2026-11-23', ''), '2026-11-23')
  assert.equal(timeOf('', ''), undefined)
})

test('a moment of a year of two digits stays in that year', () => {
  const seconds = timeOf('0026-11-23', '12:05')
  assert.ok(typeof seconds === 'number')
  assert.equal(new Date(seconds * 1000).getFullYear(), 26)
  // 1900 had no such day.
  assert.equal(isDate('0000-02-29'), true)
})

test('a time of day is taken as it is typed on a telephone, and as it is written in Vietnam', () => {
  const early = new Date(2026, 10, 23, 7, 5).getTime() / 1000
  for (const typed of ['07:05', '7:05', '0705', '705', '7h05', '07.05', clockOf('７：０５')])
    assert.equal(timeOf('2026-11-23', typed), early, typed)
  for (const typed of ['7', '07', '7:5', '24:00', '2400', '70512', '7-05'])
    assert.equal(timeOf('2026-11-23', typed), `2026-11-23 ${typed}`)
})

const NOTHING = { day: '', month: '', year: '' }

test('what is typed into a box of a date stays what was typed, is found wrong and is not sent', () => {
  const date = { type: 'object', properties: { date: { type: 'string', pattern: PATTERNS.date } } }
  const schema = { type: 'object', properties: { on: date } }
  const november = { day: '', month: '11', year: '2026' }
  for (const [part, typed] of [
    ['day', '5.5'],
    ['day', 'x'],
    ['day', '205'],
    ['month', '13'],
    ['month', '-1'],
    ['year', '20266'],
    ['year', '26'],
  ] as const) {
    const parts = withPart(november, part, typed)
    assert.equal(parts[part], typed)
    assert.equal(isPart(part, typed), false, typed)
    const sent = cleaned({ on: { date: dateOfParts(parts) } })
    assert.deepEqual(wrongsOf(schema, sent), { on: [{ wrong: 'shape', at: ['date'] }] }, typed)
  }
  assert.deepEqual(wrongsOf(schema, { on: { date: dateOfParts(november) } }), {})
})

test('full-width digits are digits, in a date and in a time of day', () => {
  assert.deepEqual(withPart(NOTHING, 'year', '２０２６'), { ...NOTHING, year: '2026' })
  assert.equal(clockOf('１２：０５'), '12:05')
  assert.equal(clockOf('noon'), 'noon')
})

test('a whole date that is pasted into any box fills all three', () => {
  for (const part of ['day', 'month', 'year'] as const)
    assert.deepEqual(withPart({ ...NOTHING, year: '1999' }, part, ' 2026-11-05 '), {
      day: '05',
      month: '11',
      year: '2026',
    })
})
