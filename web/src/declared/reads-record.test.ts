import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readsRecord } from './reads-record.ts'

test('an empty list says nothing of the record to whoever only administers', () => {
  assert.equal(readsRecord({ roles: ['administrator'] }), false)
  assert.equal(readsRecord({ roles: [] }), false)
  assert.equal(readsRecord({ roles: ['overseer'] }), true)
  assert.equal(readsRecord({ roles: ['administrator', 'secretary'] }), true)
})
