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
  const list = (...kinds: ('line' | 'person' | 'text' | 'file')[]) => ({
    kind: 'list' as const,
    row: Object.fromEntries(kinds.map((kind) => [kind, { kind }])),
  })
  const lists = [
    ['marks', list('line')],
    ['persons', list('line', 'person')],
    ['questions', list('text')],
    ['enclosures', list('line', 'file')],
  ] as const
  assert.deepEqual(foldable(lists, 0), ['marks'], 'in a list as in a field of its own')
})
