import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withSpans } from './spans.ts'

const most = { kind: 'duration', most: 'P60D' } as const
const FIELDS = { by: most, rows: { kind: 'list', most: 3, row: { lasts: most } } } as const
const wrongs = (values: Record<string, unknown>) => withSpans({}, FIELDS as never, values)

test('a span beyond its bound is found wrong before it is sent, in days and in hours', () => {
  for (const by of ['P60D', 'P1D', 'PT1440H']) assert.deepEqual(wrongs({ by }), {}, by)
  for (const by of ['P61D', 'PT1441H', 'P0D', 'PxD'])
    assert.deepEqual(wrongs({ by }), { by: [{ wrong: 'too-large', at: [] }] }, by)
  assert.deepEqual(wrongs({}), {})
})

test('a span in a row is found wrong in its row', () => {
  assert.deepEqual(wrongs({ rows: [{ lasts: 'P2D' }, null, { lasts: 'P90D' }] }), {
    rows: [{ wrong: 'too-large', at: ['2', 'lasts'] }],
  })
})

test('where years are allowed, more than one of them can be written in days', () => {
  const years = { by: { kind: 'duration', most: 'P5Y' } } as const
  for (const by of ['P400D', 'P1825D', 'PT43920H'])
    assert.deepEqual(withSpans({}, years as never, { by }), {})
  assert.deepEqual(Object.keys(withSpans({}, years as never, { by: 'P1831D' })), ['by'])
})
