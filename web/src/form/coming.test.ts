import assert from 'node:assert/strict'
import { test } from 'node:test'
import { againIn, COMING, comingIn } from './coming.ts'

test('a file that is on its way is found in its field and in its row, and a value without one is not it', () => {
  assert.deepEqual(comingIn(COMING), [[]])
  assert.deepEqual(comingIn([{ title: 'a' }, { title: 'b', file: COMING }]), [['1', 'file']])
  for (const value of [undefined, null, 'coming', [{ file: { name: 'coming' } }]])
    assert.deepEqual(comingIn(value), [])
})

test('a file that has to be chosen again is not there either, and is named', () => {
  const again = { ...COMING, again: 'a.pdf' }
  const rows = [{ file: again }, { file: COMING }, { file: { name: 'b.pdf' } }, { file: { ...again } }]
  assert.deepEqual(comingIn(rows).length, 3)
  assert.deepEqual(againIn({ rows, paper: undefined }), ['a.pdf', 'a.pdf'])
})
