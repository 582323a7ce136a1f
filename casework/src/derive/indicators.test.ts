import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lending } from './_invented.ts'
import { type Counted, figuresOf, indicatorsOf, medianOf } from './indicators.ts'

function dossier(acts: Record<string, [count: number, first: number]>, rest: Partial<Counted> = {}): Counted {
  const current = Object.fromEntries(
    Object.entries(acts).map(([act, [count, first]]) => [
      act,
      { leaf: 'ab'.repeat(32), by: 'aaa', officer: 'o', count, first, last: first },
    ]),
  )
  return { current, clock: null, closed: null, ...rest }
}

const clock = { deadline: 'loan', owes: 'bbb', counts: 'hours', started: 0, due: 100, paused: null } as const

test('counts acts and the time between them', () => {
  assert.deepEqual(indicatorsOf(lending, dossier({ wish: [1, 1000], lend: [2, 1600], refuse: [1, 1200] })), {
    asked: { kind: 'count', count: 1 },
    answered: { kind: 'count', count: 2 },
    refused: { kind: 'count', count: 1 },
    'answer-time': { kind: 'time', seconds: 200 },
  })
})

test('has no time until both ends of it have effect', () => {
  const times = [
    dossier({ wish: [1, 1000] }),
    dossier({ lend: [1, 1000] }),
    dossier({ wish: [1, 9], lend: [1, 8] }),
  ]
  for (const state of times)
    assert.deepEqual(indicatorsOf(lending, state)['answer-time'], { kind: 'time', seconds: null })
})

test('puts the figures of many dossiers together', () => {
  const states = [
    dossier({ wish: [1, 0], lend: [3, 10] }, { closed: 20 }),
    dossier({ wish: [1, 0], lend: [1, 40] }, { clock }),
    dossier({ wish: [1, 0], refuse: [1, 21] }, { closed: 21 }),
    dossier({ wish: [1, 0] }, { clock: { ...clock, paused: 50 } }),
  ]
  assert.deepEqual(figuresOf(lending, states, 101), {
    asked: 4,
    answered: 2,
    refused: 1,
    open: 2,
    overdue: 1,
    medianAnswerSeconds: 21,
    indicators: {
      asked: { kind: 'count', count: 4, dossiers: 4 },
      answered: { kind: 'count', count: 4, dossiers: 2 },
      refused: { kind: 'count', count: 1, dossiers: 1 },
      'answer-time': { kind: 'time', dossiers: 3, least: 10, median: 21, most: 40 },
    },
  })
  assert.equal(figuresOf(lending, states, 100).overdue, 0)
})

test('says nothing of what is not there', () => {
  const none = figuresOf(lending, [], 0)
  assert.equal(none.asked, 0)
  assert.equal(none.medianAnswerSeconds, null)
  const bare = figuresOf({ ...lending, indicators: {} }, [dossier({ wish: [1, 0] })], 0)
  assert.deepEqual(bare, {
    asked: 0,
    answered: 0,
    refused: 0,
    open: 1,
    overdue: 0,
    medianAnswerSeconds: null,
    indicators: {},
  })
})

test('the median lies in the middle', () => {
  assert.equal(medianOf([]), null)
  assert.equal(medianOf([7]), 7)
  assert.equal(medianOf([1, 2]), 1)
  assert.equal(medianOf([1, 5, 100]), 5)
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1 }), (numbers) => {
      const sorted = numbers.toSorted((a, b) => a - b)
      const median = medianOf(sorted) ?? -1
      assert.ok(sorted.filter((one) => one < median).length <= sorted.length / 2)
      assert.ok(sorted.filter((one) => one > median).length <= sorted.length / 2)
    }),
  )
})
