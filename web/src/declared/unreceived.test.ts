import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUnreceived } from './unreceived.ts'

const open = { side: 'aaa', kind: 'open', act: 'ask', code: null, words: ['recorded', 'delivered'] } as const
const here = { ...open, kind: 'act', act: 'answer', words: ['recorded', 'effective'] } as const
const acts = { note: { by: 'either', roles: [], from: ['asked'], needs: ['message'] } }
const declared = {
  procedure: { acts, fields: { message: { part: 'content' } }, rules: {}, parts: {} },
} as never

test('a clock is not the same on both sides while what the keeper recorded has not left the house', () => {
  const said = (...rungs: object[]) => isUnreceived({ rungs: rungs as never }, { declared }, 'aaa')
  assert.equal(said(open), false)
  assert.equal(said({ ...open, words: ['recorded'] }), true)
  assert.equal(said(open, here), true)
  assert.equal(said(open, { ...here, side: 'bbb' }), false, 'theirs is here')
  assert.equal(said(open, { ...here, code: 'overtaken' }), false, 'it has no effect')
  assert.equal(said(open, { ...here, act: 'note' }), false, 'no clock rests on what only says something')
  assert.equal(said(open, { ...here, kind: 'opened', act: null }), false)
})
