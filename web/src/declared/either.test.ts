import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isForEither } from './either.ts'

test('a state that waits for either side is told from one in which nothing is left to do', () => {
  const states = { active: { waits: 'either' }, asked: { waits: 'other' }, done: { final: true } }
  const declared = { procedure: { states } } as never
  assert.equal(isForEither(declared, 'active'), true)
  for (const state of ['asked', 'done', 'unknown']) assert.equal(isForEither(declared, state), false)
  assert.equal(isForEither(null, 'active'), false)
})
