import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NodeError } from './errors.ts'
import { startFailure } from './log.ts'

test('a code without words of its own is said once', () => {
  assert.equal(startFailure(new NodeError({ code: 'disk-full', message: 'no room' })), 'disk-full: no room')
  assert.equal(startFailure(new NodeError({ code: 'disk-full' })), 'disk-full')
  for (const code of ['ENOSPC', 'EDQUOT'])
    assert.equal(startFailure(Object.assign(new Error(), { code })), 'disk-full: the disk is full')
})
