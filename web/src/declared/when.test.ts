import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byTime, whenOf } from './when.ts'

test('the earliest day that something can have been is no date of it', () => {
  assert.equal(whenOf({ 'not-before': { date: '2021-02-19' } }), null)
  assert.equal(whenOf({ planned: { date: '2022' }, 'not-before': { date: '2021' } })?.date, '2022')
  assert.equal(whenOf({ planned: { date: '2022' }, begins: { date: '2023' } })?.date, '2023')
})

test('what has no date stands where it can have been at the earliest, or last', () => {
  const all = [
    { id: 'a', record: 'E-10', slots: {} },
    { id: 'b', record: 'E-9', slots: {} },
    { id: 'c', record: 'E-3', slots: { 'not-before': { date: '2021-02-19' } } },
    { id: 'd', record: 'E-2', slots: { begins: { date: '2021-03' } } },
    { id: 'e', record: 'E-1', slots: { said: { date: '2020' } } },
  ]
  assert.deepEqual(
    all.toSorted(byTime).map(({ id }) => id),
    ['e', 'c', 'd', 'b', 'a'],
  )
})
