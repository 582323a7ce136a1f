import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Declared, Rung } from '../api/types.ts'
import { answeredIn } from './answered.ts'

const acts = { agree: { answers: ['propose'], adopts: true }, decline: { answers: ['propose'] } }
const declared = { procedure: { acts } } as unknown as Declared
const [older, newer] = [{ leaf: 'a' } as Rung, { leaf: 'b' } as Rung]
const answered = (act: string | null, on: string | null) => answeredIn(declared, [older, newer], { act, on })

test('what an act answers is the one it names, and is taken up only by an act that adopts', () => {
  assert.deepEqual(answered('agree', 'a'), { rung: older, isAdopted: true })
  assert.deepEqual(answered('decline', 'b'), { rung: newer, isAdopted: false })
  assert.deepEqual(answeredIn(null, [older], { act: 'agree', on: 'a' }), { rung: older, isAdopted: false })
})

test('an act that answers nothing, or what cannot be read, shows nothing of it', () => {
  for (const [act, on] of [
    ['agree', null],
    ['agree', 'c'],
    [null, 'a'],
  ] as const)
    assert.equal(answered(act, on), null)
})
