import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DossierState, Guard, Procedure } from '@counterpart/casework'
import { gatesIn, guardsFor } from './responsibility.ts'

test('every no that binds is told of, and whether whoever asks gave it', () => {
  const no = (leaf: string, by: string, ...officers: string[]) => ({ leaf, by, officers })
  const procedure = { gates: { sure: { before: [] } } } as unknown as Procedure
  const state = (noes: object) =>
    ({ kept: {}, parts: [], asked: null, current: {}, gates: {}, noes }) as unknown as DossierState
  const noesFor = (of: DossierState, officer: string) => gatesIn(procedure, of, 'aaa', officer)[0]?.noes
  const both = state({ sure: [no('l1', 'aaa', 'one', 'two'), no('l2', 'bbb', 'one')] })
  const seen = (own: boolean) => [
    { leaf: 'l1', own },
    { leaf: 'l2', own: false },
  ]
  assert.deepEqual(noesFor(both, 'one'), seen(true))
  // Whoever approved it said nothing that they could take back, and an id means somebody only on their own side.
  assert.deepEqual(noesFor(both, 'two'), seen(false))
  assert.deepEqual(noesFor(state({}), 'one'), [])
})

test('of a safeguard before an act whoever answered it, or approved that, is told so on their own side', () => {
  const stands = { answer: 'passed', by: 'aaa', leaf: 'l1', officers: ['one', 'two'] }
  const ownOf = (of: object | null, officer: string) =>
    guardsFor([{ gate: 'sure', stands: of, asked: true } as Guard], 'aaa', officer).map(({ own }) => own)
  for (const officer of ['one', 'two']) assert.deepEqual(ownOf(stands, officer), [true])
  assert.deepEqual(ownOf(stands, 'three'), [false])
  assert.deepEqual(ownOf({ ...stands, by: 'bbb' }, 'one'), [false])
  assert.deepEqual(ownOf(null, 'one'), [false])
})
