import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beat, left, spans, standOf, used } from './countdown.ts'

const HOUR = 3600
const DAY = 24 * HOUR

test('a span says its two largest units', () => {
  assert.deepEqual(spans(2 * DAY + 4 * HOUR + 59), [
    { unit: 'day', value: 2 },
    { unit: 'hour', value: 4 },
  ])
  assert.deepEqual(spans(3 * HOUR + 12 * 60 + 30), [
    { unit: 'hour', value: 3 },
    { unit: 'minute', value: 12 },
  ])
  assert.deepEqual(spans(12 * 60), [{ unit: 'minute', value: 12 }])
  assert.deepEqual(spans(-40), [{ unit: 'second', value: 40 }])
})

test('a span leaves out what is nothing, and hours beyond two weeks', () => {
  assert.deepEqual(spans(3 * DAY), [{ unit: 'day', value: 3 }])
  assert.deepEqual(spans(21 * DAY + 5 * HOUR), [{ unit: 'day', value: 21 }])
})

test('a paused clock keeps what it had left', () => {
  const clock = { started: 0, due: 100, paused: 40 }
  assert.equal(left(clock.due, 1000, clock.paused), 60)
  assert.equal(standOf(clock, 1000), 'paused')
  assert.equal(used(clock, 1000), 0.4)
})

test('a clock is soon in its last quarter, at most its last day, and late after its end', () => {
  const short = { started: 0, due: 8 * HOUR, paused: null }
  assert.equal(standOf(short, 5 * HOUR), 'running')
  assert.equal(standOf(short, 6 * HOUR + 1), 'soon')
  assert.equal(standOf(short, 8 * HOUR), 'soon')
  assert.equal(standOf(short, 8 * HOUR + 1), 'late')
  const long = { started: 0, due: 30 * DAY, paused: null }
  assert.equal(standOf(long, 28 * DAY), 'running')
  assert.equal(standOf(long, 29 * DAY + 1), 'soon')
  assert.equal(standOf(null, 0), 'none')
})

test('what is used of a clock stays between nothing and all of it', () => {
  assert.equal(used({ started: 10, due: 20, paused: null }, 5), 0)
  assert.equal(used({ started: 10, due: 20, paused: null }, 99), 1)
  assert.equal(used({ started: 10, due: 10, paused: null }, 10), 1)
})

test('a countdown beats each second only when that can be seen', () => {
  assert.equal(beat(90), 1)
  assert.equal(beat(-90), 1)
  assert.equal(beat(DAY), 30)
})
