import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Rung } from '../../api/types.ts'
import { layLadder, shownWords } from './ladder-layout.ts'

function rung(of: Partial<Rung>): Rung {
  return {
    leaf: 'a',
    side: 'xxa',
    index: 0,
    act: 'doing',
    kind: 'act',
    office: null,
    officerShort: null,
    handling: null,
    approver: false,
    written: 1_700_000_000,
    arrived: null,
    settled: { index: 1, time: 1_700_000_000 },
    words: ['recorded', 'delivered', 'effective'],
    word: 'effective',
    held: null,
    code: null,
    crossed: false,
    on: null,
    number: null,
    fields: {},
    parts: [],
    files: [],
    own: true,
    openedBy: [],
    ...of,
  }
}

test('each rung stands on the side that made it, in the order given', () => {
  const steps = layLadder([rung({}), rung({ leaf: 'b', side: 'xxb', own: false })], 'xxa')
  assert.deepEqual(
    steps.map((step) => [step.rung.leaf, step.column]),
    [
      ['a', 'ours'],
      ['b', 'theirs'],
    ],
  )
})

test('a rung knows what it answers, when that is on the ladder', () => {
  const steps = layLadder([rung({}), rung({ leaf: 'b', on: 'a' }), rung({ leaf: 'c', on: 'gone' })], 'xxa')
  assert.equal(steps[1]?.answers?.leaf, 'a')
  assert.equal(steps[2]?.answers, null)
})

test('marks and openings are no rungs, but what cannot be read is one', () => {
  const steps = layLadder(
    [
      rung({ kind: 'opened', act: null }),
      rung({ leaf: 'b', kind: 'malformed', act: null, word: 'void', words: ['void'] }),
    ],
    'xxa',
  )
  assert.deepEqual(
    steps.map((step) => [step.rung.leaf, step.stand]),
    [['b', 'without-effect']],
  )
})

test('what has no effect is not taken for what is on its way', () => {
  const [fallen, moving] = layLadder(
    [
      rung({ words: ['recorded', 'delivered', 'overtaken'], word: 'overtaken' }),
      rung({ leaf: 'b', words: ['delivered', 'on-its-way'], word: 'on-its-way', settled: null }),
    ],
    'xxa',
  )
  assert.equal(fallen?.stand, 'without-effect')
  assert.equal(moving?.stand, 'moving')
})

test('the line to our own rung is broken until the other side holds it', () => {
  const [held, waiting] = layLadder(
    [rung({}), rung({ leaf: 'b', words: ['recorded'], word: 'recorded', settled: null })],
    'xxa',
  )
  assert.equal(held?.line, 'whole')
  assert.equal(waiting?.line, 'broken')
})

test('effect is said before custody, and that it was opened is said with it', () => {
  assert.deepEqual(shownWords({ word: 'opened', words: ['recorded', 'delivered', 'effective', 'opened'] }), [
    'effective',
    'opened',
  ])
  assert.deepEqual(shownWords({ word: 'overtaken', words: ['recorded', 'delivered', 'overtaken'] }), [
    'overtaken',
  ])
  assert.deepEqual(shownWords({ word: 'delivered', words: ['recorded', 'delivered'] }), ['delivered'])
  assert.deepEqual(shownWords({ word: 'recorded', words: [] }), ['recorded'])
  assert.deepEqual(shownWords({ word: 'recorded', words: ['recorded', 'effective'] }), ['recorded'])
})
