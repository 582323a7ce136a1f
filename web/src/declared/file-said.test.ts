import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesOf, fileSaid } from './file-said.ts'

test('a size is said in the unit that it has at least one of', () => {
  assert.equal(bytesOf('en', 0), '0 B')
  assert.equal(bytesOf('en', 1023), '1,023 B')
  assert.equal(bytesOf('en', 1536), '1.5 KiB')
  assert.equal(bytesOf('en', 32 * 1024 * 1024), '32 MiB')
  assert.equal(bytesOf('en', 2 ** 31), '2 GiB')
})

test('what is no file has nothing to say', () => {
  assert.deepEqual(fileSaid({ name: 'a', type: 'text/plain', bytes: 1, key: 'x' }), {
    name: 'a',
    type: 'text/plain',
    bytes: 1,
  })
  for (const value of [null, 'a', { coming: true }, { name: 1, bytes: 1 }])
    assert.equal(fileSaid(value), null)
})
