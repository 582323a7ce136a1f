import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleaned, wrongsOf } from './check.ts'
import { amountOfSpan, isWithin, mostOf, spanOfAmount, wholeOf } from './whole-number.ts'

const YEAR = { min: 1950, max: 2199 }
const schema = {
  type: 'object',
  required: ['year'],
  properties: { year: { type: 'integer', minimum: YEAR.min, maximum: YEAR.max } },
}

test('what is typed as a number stays what was typed', () => {
  assert.deepEqual(
    ['', ' ', '26', ' 2023 ', '-5', '20.5', '2,023', '1e3', '99999999', '二', '２０２３'].map(wholeOf),
    [undefined, undefined, 26, 2023, -5, '20.5', '2,023', '1e3', 99999999, '二', 2023],
  )
})

test('a number that a field does not take is found wrong, by the box and before it is sent', () => {
  for (const [typed, wrong] of [
    ['', 'needed'],
    ['26', 'too-small'],
    ['-5', 'too-small'],
    ['99999999', 'too-large'],
    ['20.5', 'shape'],
    ['2023 or so', 'shape'],
  ] as const) {
    const year = wholeOf(typed)
    assert.deepEqual(wrongsOf(schema, cleaned({ year })), { year: [{ wrong, at: [] }] }, typed)
    assert.equal(isWithin(year, YEAR), typed === '', typed)
  }
  assert.deepEqual(wrongsOf(schema, cleaned({ year: wholeOf('2023') })), {})
  assert.ok(isWithin(wholeOf('2023'), YEAR))
})

test('a span keeps what was typed as its amount, and its unit', () => {
  for (const unit of ['day', 'hour'] as const)
    for (const typed of ['3', '0', '-2', '1.5', 'some'])
      assert.deepEqual(amountOfSpan(spanOfAmount({ typed, unit })), { typed, unit })
  assert.equal(spanOfAmount({ typed: ' ', unit: 'day' }), undefined)
  assert.equal(amountOfSpan('P1Y'), null)
  assert.equal(amountOfSpan(undefined), null)
})

test('the longest span of a field is counted in either unit', () => {
  assert.deepEqual([mostOf('P30D', 'day'), mostOf('P30D', 'hour')], [30, 720])
  assert.deepEqual([mostOf('PT36H', 'day'), mostOf('PT36H', 'hour')], [1, 36])
  assert.deepEqual([mostOf('P5Y', 'day'), mostOf('P5Y', 'hour')], [1830, 43_920])
  assert.deepEqual([mostOf('P2M', 'day'), mostOf('P1W', 'day')], [62, 7])
})
