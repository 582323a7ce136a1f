import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forwardedTo } from './forwarded.ts'

const forward = { act: 'forward', code: null, side: 'aaa', fields: { 'forwarded-to': 'aaa-north' } }
const other = { act: 'note', code: null, side: 'bbb', fields: {} }

test('where a dossier was handed on to is told until another office is named for it', () => {
  assert.equal(forwardedTo([other] as never), null)
  assert.deepEqual(forwardedTo([forward, other] as never), { party: 'aaa', office: 'aaa-north' })
  const south = { ...forward, act: 'assign', fields: { 'forwarded-to': 'aaa-south' } }
  assert.deepEqual(forwardedTo([forward, south] as never), { party: 'aaa', office: 'aaa-south' })
  assert.equal(forwardedTo([forward, { ...other, act: 'raise' }] as never), null)
})

test('what has no effect hands nothing on', () => {
  assert.equal(forwardedTo([{ ...forward, code: 'wrong-state' }] as never), null)
})
