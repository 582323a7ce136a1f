import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dateOrderOf, durationOf, partialDateOf, spanOf } from './format.ts'

test('a date is shown as exactly as it was written', () => {
  assert.equal(partialDateOf('en', '2023'), '2023')
  assert.equal(partialDateOf('en', '2023-06'), 'June 2023')
  assert.equal(partialDateOf('en', '2023-06-25'), '25 June 2023')
  assert.equal(partialDateOf('zh-Hans', '2023-06-25'), '2023年6月25日')
  assert.equal(partialDateOf('en', 'soon'), 'soon')
})

test('a span is written as the language writes it', () => {
  assert.equal(spanOf('en', 187_200), '2d 4h')
  assert.equal(spanOf('vi', 187_200), '2 ngày 4 giờ')
  assert.equal(spanOf('zh-Hans', 187_200), '2天4小时')
})

test('a duration is put into words', () => {
  assert.equal(durationOf('en', 'P3D'), '3 days')
  assert.equal(durationOf('vi', 'PT8H'), '8 giờ')
  assert.equal(durationOf('en', 'later'), 'later')
})

test('the boxes of a date stand in the order of the language', () => {
  assert.deepEqual(dateOrderOf('vi'), ['day', 'month', 'year'])
  assert.deepEqual(dateOrderOf('zh-Hans'), ['year', 'month', 'day'])
})
