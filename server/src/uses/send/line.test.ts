import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answered, failed, heard, newLine, receiptedAt, recordedAt, usualLag } from './line.ts'

test('the usual time to a receipt is the middle one, which a long cut with much that waits does not move', () => {
  const line = newLine()
  assert.equal(usualLag(line), null)
  let size = 0
  const exchange = (from: number, until: number, acts = 1): void => {
    for (let one = 0; one < acts; one++) recordedAt(line, ++size, from)
    receiptedAt(line, size, until)
  }
  for (let at = 0; at < 10; at++) exchange(at, at + 2)
  exchange(100, 90_000, 50)
  for (let at = 90_000; at < 90_005; at++) exchange(at, at + 4)
  assert.equal(usualLag(line), 2)
  // A line that has become slow is told as slow.
  for (let at = 100_000; at < 100_020; at++) exchange(at, at + 30)
  assert.equal(usualLag(line), 30)
})

test('a receipt is timed by the oldest that it covers, and what it does not cover is timed by a later one', () => {
  const line = newLine()
  for (const [size, at] of [
    [1, 10],
    [2, 20],
    [3, 30],
  ] as const)
    recordedAt(line, size, at)
  receiptedAt(line, 2, 40)
  assert.deepEqual(line.lags, [30])
  receiptedAt(line, 3, 50)
  assert.deepEqual(line.lags, [30, 20])
})

test('a line on which they refuse us is up; one without a way is down until they are heard, and stuck until we get through', () => {
  const line = newLine()
  heard(line, 100)
  const refused = { code: 'held-clock', by: 'theirs', next: 130, isFault: false } as const
  const broken = { code: 'line-refused', by: 'ours', next: 160, isFault: true } as const
  assert.ok(failed(line, 110, refused))
  assert.deepEqual([line.state, line.since, line.stuck, line.held], ['up', 100, 110, 'held-clock'])
  assert.ok(!failed(line, 120, refused))
  for (let at = 130; at < 700; at += 30) {
    failed(line, at, broken)
    assert.deepEqual([line.state, line.since, line.stuck], ['down', at, 110])
    heard(line, at + 15)
    assert.deepEqual([line.state, line.since, line.stuck], ['up', at + 15, 110])
  }
  assert.ok(answered(line, 700))
  assert.deepEqual([line.state, line.stuck, line.held], ['up', null, null])
})
