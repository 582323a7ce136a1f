import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Condition } from '@counterpart/casework/language'
import { pointed } from './pointed.ts'

const late: Condition = { not: { after: ['on', 'by'] } }
const bound: Condition = { within: ['persons', 'number'] }
const confirmed: Condition = { any: [{ not: { present: 'number' } }, { present: 'confirmed' }] }
const names = ['on', 'number', 'persons', 'message']
const facts = (kept: Record<string, unknown>) => ({ kept, parts: [], paused: null, done: () => null })
const days = { on: { date: '2026-05-12' }, by: { date: '2026-05-10' } }
const contradiction = { code: 'contradiction', path: null }
const against = [{ wrong: 'against', at: [] }]
const needed = [{ wrong: 'needed', at: [] }]

test('a refusal that names no field is marked at the boxes of the form that its conditions read', () => {
  assert.deepEqual(pointed(names, contradiction, [late], facts(days)), { on: against })
  const rows = facts({ persons: [1, 2], number: 1 })
  assert.deepEqual(pointed(names, contradiction, [bound], rows), { number: against, persons: against })
  assert.deepEqual(pointed(names, contradiction, [confirmed], facts({ number: 1 })), { number: against })
  assert.deepEqual(pointed(['message'], contradiction, [late], facts(days)), {})
})

test('what was left out is asked for instead, where the form has a box for it', () => {
  const condition = { code: 'condition', path: null }
  const form = [...names, 'confirmed']
  assert.deepEqual(pointed(form, contradiction, [confirmed], facts({ number: 1 })), { confirmed: needed })
  assert.deepEqual(pointed(names, condition, [{ present: 'message' }], facts({})), { message: needed })
})

test('nobody is asked by a rule of which only the dossier could tell', () => {
  const open = { ...facts({ number: 1 }), open: { fields: ['confirmed'], parts: [] } }
  assert.deepEqual(pointed(['number', 'confirmed'], contradiction, [confirmed], open), {
    number: against,
    confirmed: against,
  })
})

test('a field that the node names is marked by itself, and with what a rule reads beside it', () => {
  const refused = { code: 'bad-fields', path: '/fields/persons' }
  assert.deepEqual(pointed(names, refused, [], facts({})), { persons: [{ wrong: 'shape', at: [] }] })
  const rows = facts({ persons: [1, 2], number: 1 })
  assert.deepEqual(pointed(names, refused, [bound], rows), { number: against, persons: against })
  assert.deepEqual(pointed(names, { ...refused, path: '/fields/other' }, [], facts({})), {})
})
