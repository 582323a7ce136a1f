import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeguard } from '../run/_safeguard.ts'
import { barter } from './_barter.ts'
import type { Field } from './field.ts'
import type { Act, Procedure } from './procedure.ts'
import { saysOnly } from './says-only.ts'

const note: Act = { by: 'either', roles: ['secretary'], from: ['put'], needs: ['message'] }
// Of `strike` it counts whether there is the part in which a note is.
const { strike: _, ...acts } = barter.acts
const says = (act: Partial<Act>, more: Partial<Procedure> = {}, name = 'note') =>
  saysOnly({ ...barter, ...more, acts: { ...acts, ...more.acts, [name]: { ...note, ...act } } }, name)

test('an act that only says something in prose is one on which nothing of its dossier rests', () => {
  assert.equal(says({}), true)
  assert.equal(says({ needs: [], may: ['message'], approval: ['approver'] }), true)
  for (const more of [
    { to: 'over' },
    { needs: ['message', 'worth'] },
    { may: ['carrier'] },
    { answers: ['put'] },
    { clock: 'pause' },
    { most: 1 },
    { drops: ['worth'] },
    { when: { paused: true } },
    { proposes: true },
    { owner: 'takes' },
    { raises: true },
  ] as Partial<Act>[])
    assert.equal(says(more), false, JSON.stringify(more))
  assert.equal(says({}, {}, 'correct'), false)
  assert.equal(saysOnly(barter, 'none'), false)
})

test('an act that something else of its procedure names says more than it says', () => {
  const other = (change: Partial<Act>) => ({ acts: { reply: { ...note, ...change } } })
  assert.equal(says({}, other({})), true)
  assert.equal(says({}, other({ answers: ['note'] })), false)
  assert.equal(says({}, other({ when: { any: [{ not: { done: 'note' } }] } })), false)
  assert.equal(says({}, { rules: { once: { all: [{ done: 'note' }] } } }), false)
  const gate = safeguard.gates?.proportionality
  assert.ok(gate)
  assert.equal(says({}, { gates: { proportionality: gate } }), true)
  for (const change of [{ on: ['note'] }, { before: ['note'] }, { when: { done: 'note' } }] as const)
    assert.equal(says({}, { gates: { proportionality: { ...gate, ...change } } }), false)
})

test('an act says more than it says where something asks for what it brings: the part, or the field', () => {
  assert.equal(saysOnly({ ...barter, acts: { ...barter.acts, note } }, 'note'), false, 'strike')
  const when = { any: [{ not: { hasPart: 'content' } }] } as const
  assert.equal(says({}, { acts: { reply: { ...note, when } } }), false)
  assert.equal(says({}, { rules: { once: when } }), false)
  assert.equal(says({}, { rules: { once: { hasPart: 'people' } } }), true)
  const gate = safeguard.gates?.proportionality
  assert.ok(gate)
  assert.equal(says({}, { gates: { proportionality: { ...gate, when } } }), false)
  assert.equal(says({}, { gates: { proportionality: { ...gate, reads: ['message'] } } }), false)
  const { message: field, ...fields } = barter.fields
  assert.ok(field)
  assert.equal(says({}, { fields: { ...fields, message: { ...field, part: 'kept' } as Field } }), false)
  assert.equal(says({}, { fields }), false)
})
