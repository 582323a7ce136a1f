import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMING, comingIn } from './coming.ts'

test('a file that is on its way is found in its field and in its row, and a value without one is not it', () => {
  assert.deepEqual(comingIn(COMING), [[]])
  assert.deepEqual(comingIn([{ title: 'a' }, { title: 'b', file: COMING }]), [['1', 'file']])
  for (const value of [undefined, null, 'coming', [{ file: { name: 'coming' } }]])
    assert.deepEqual(comingIn(value), [])
})
