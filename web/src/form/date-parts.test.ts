import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dateOfParts, isDate, partsOfDate, timeOf } from './date-parts.ts'

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
