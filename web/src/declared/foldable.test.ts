import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foldable } from './foldable.ts'

test('what a letter says and who is wanted never waits behind a line, whatever stands before it', () => {
  const shown = [
    ['letter-number', { kind: 'line' }],
    ['letter-date', { kind: 'date' }],
    ['reply-by', { kind: 'date' }],
    ['letter-text', { kind: 'text' }],
    ['person', { kind: 'person' }],
    ['copies', { kind: 'count' }],
  ] as const
  assert.deepEqual(foldable(shown, 2), ['reply-by', 'copies'])
  assert.deepEqual(foldable(shown, 6), [])
})
