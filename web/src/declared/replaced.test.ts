import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Declared, Rung } from '../api/types.ts'
import { proposalsIn, replacing } from './replaced.ts'

const acts = {
  open: { opens: true },
  propose: { proposes: true },
  agree: { answers: ['propose'], adopts: true },
  decline: { answers: ['propose'] },
  check: { answers: ['propose'], gate: { of: 'competence', does: 'answers' } },
}
const declared = { procedure: { acts } } as unknown as Declared
const rung = (leaf: string, side: string, act: string, of: Partial<Rung> = {}) =>
  ({ leaf, side, act, code: null, on: null, ...of }) as Rung

const open = rung('o', 'xxa', 'open')
const [ours, theirs] = [rung('a', 'xxa', 'propose'), rung('b', 'xxb', 'propose')]
const fell = (...rungs: Rung[]) =>
  [...proposalsIn(declared, rungs).replaced].map(([leaf, by]) => `${leaf} by ${by.leaf}`)
const blocks = (side: string, ...rungs: Rung[]) => replacing(declared, 'agree', side, rungs)?.leaf ?? null

test('of two proposals that cross, the earlier one is replaced, and only the side of the later one is told why', () => {
  assert.deepEqual(fell(open, ours, theirs), ['a by b'])
  assert.equal(blocks('xxb', open, ours, theirs), 'b')
  assert.equal(blocks('xxa', open, ours, theirs), null)
})

test('a proposal that was taken up, given up or never had effect is not replaced by the next', () => {
  assert.deepEqual(fell(ours, rung('c', 'xxb', 'agree', { on: 'a' }), theirs), [])
  assert.deepEqual(fell(ours, rung('c', 'xxa', 'decline', { on: 'a' }), theirs), [])
  assert.deepEqual(fell(rung('a', 'xxa', 'propose', { code: 'wrong-state' }), theirs), [])
  assert.deepEqual(fell(ours, rung('b', 'xxb', 'propose', { code: 'condition' })), [])
})

test('a no of the other side, or the answer to a safeguard, leaves a proposal standing until the next', () => {
  assert.deepEqual(fell(ours, rung('c', 'xxb', 'decline', { on: 'a' }), theirs), ['a by b'])
  assert.deepEqual(fell(ours, rung('c', 'xxa', 'check', { on: 'a' }), theirs), ['a by b'])
})

test('whose own proposal replaced nothing of the other side, or was answered since, is told nothing of it', () => {
  assert.equal(blocks('xxa', open, ours), null)
  assert.equal(blocks('xxa', rung('0', 'xxa', 'propose'), ours), null)
  assert.equal(blocks('xxb', ours, theirs, rung('c', 'xxa', 'agree', { on: 'b' })), null)
})
