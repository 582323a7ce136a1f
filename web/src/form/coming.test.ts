import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMING, isComing } from './coming.ts'

test('a file that is on its way is found in its field and in a row, and a value without one is not it', () => {
  assert.ok(isComing(COMING))
  assert.ok(isComing([{ title: 'a' }, { title: 'b', file: COMING }]))
  for (const value of [undefined, null, 'coming', [{ file: { name: 'coming' } }]]) assert.ok(!isComing(value))
})
