import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Declared } from '../api/types.ts'
import { correctedBy } from './correcting.ts'

const acts = {
  ask: { by: 'opener' },
  answer: { by: 'other' },
  check: { by: 'other', gate: { of: 'legal-basis', does: 'answers' } },
  note: { by: 'either' },
  clarify: { by: 'other' },
  correct: { by: 'either' },
  'raise-late': { by: 'clock' },
}
const declared = { procedure: { acts } } as unknown as Declared
const rung = (leaf: string, side: string, act: string | null, more = {}) => ({
  ...{ leaf, side, act, code: null, fields: { message: leaf } },
  ...more,
})

function marks(rungs: ReturnType<typeof rung>[]): string[] {
  return [...correctedBy(declared, rungs)].map(([by, of]) => `${by.leaf} ${of.leaf}`)
}

test('a correction is told at the last act of its side that said something of the matter', () => {
  const rungs = [
    rung('a1', 'aaa', 'ask'),
    rung('b1', 'bbb', 'answer'),
    rung('b2', 'bbb', 'check'),
    rung('b3', 'bbb', 'note'),
    rung('b4', 'bbb', 'raise-late'),
    rung('b5', 'bbb', null),
    rung('a2', 'aaa', 'ask', { code: 'wrong-state' }),
    rung('b6', 'bbb', 'correct'),
    rung('a3', 'aaa', 'correct'),
    rung('b7', 'bbb', 'correct'),
  ]
  assert.deepEqual(marks(rungs), ['b6 b1', 'a3 a1', 'b7 b1'])
})

test('what has no effect corrects nothing, and before anything was said there is nothing to correct', () => {
  assert.deepEqual(marks([rung('b1', 'bbb', 'correct'), rung('b2', 'bbb', 'answer')]), [])
  assert.deepEqual(marks([rung('b2', 'bbb', 'answer'), rung('b3', 'bbb', 'correct', { code: 'void' })]), [])
  assert.deepEqual(marks([rung('b2', 'bbb', 'answer', { fields: {} }), rung('b3', 'bbb', 'correct')]), [])
  assert.deepEqual(marks([rung('b2', 'bbb', 'clarify'), rung('b3', 'bbb', 'correct')]), ['b3 b2'])
})
