import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Declared } from '../api/types.ts'
import { isEnd } from './is-end.ts'

test('a dossier has ended in a final state, and in no other and in none that is not declared', () => {
  const states = { stands: { deadline: null, waits: 'either' }, fulfilled: { final: true } }
  const declared = { procedure: { states } } as unknown as Declared
  assert.deepEqual(
    ['fulfilled', 'stands', 'unknown', 'constructor'].map((state) => isEnd(declared, state)),
    [true, false, false, false],
  )
  assert.equal(isEnd(null, 'fulfilled'), false)
})
