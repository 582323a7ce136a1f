import assert from 'node:assert/strict'
import test from 'node:test'
import { AAA, BBB, basis } from './_sample.ts'
import type { DossierState } from './entry.ts'
import { NO_TERMS, termsOf } from './terms.ts'

function standing(kept: Record<string, unknown>, whose: Record<string, string | null>): DossierState {
  return {
    id: '00',
    procedure: 'basis',
    digest: '00',
    opener: AAA,
    keeper: AAA,
    state: 'standing',
    since: 0,
    path: [],
    clock: null,
    clocks: [],
    kept,
    whose,
    proposals: {},
    numbers: {},
    parts: [],
    current: {},
    stacked: [],
    asked: null,
    level: null,
    offices: {},
    owner: { party: AAA, office: null },
    offered: null,
    wrote: {},
    gates: {},
    noes: {},
    reopened: {},
    opened: {},
    raised: null,
    closed: null,
  }
}

const D = (n: number) => String(n).repeat(64)

test('a digest is agreed when both parties list it', () => {
  const kept = {
    'accepts-first': [
      { party: AAA, digest: D(1) },
      { party: AAA, digest: D(2) },
    ],
    'accepts-second': [
      { party: BBB, digest: D(2) },
      { party: BBB, digest: D(3) },
      { party: BBB, digest: D(3) },
    ],
  }
  assert.deepEqual(termsOf(basis, standing(kept, { 'accepts-first': AAA, 'accepts-second': BBB })).digests, [
    D(2),
  ])
})

test('DECLARATION-11 nobody speaks for the other side alone', () => {
  const kept = {
    'accepts-first': [
      { party: AAA, digest: D(1) },
      { party: BBB, digest: D(1) },
    ],
    'days-first': [{ party: BBB, date: { date: '2024-05-01' } }],
    durations: [{ name: 'sample.reply', counts: 'hours', lasts: 'PT1H' }],
    zones: [
      { party: AAA, seconds: 25_200 },
      { party: BBB, seconds: 28_800 },
    ],
  }
  const alone = { 'accepts-first': AAA, 'days-first': AAA, durations: AAA, zones: AAA }
  assert.deepEqual(termsOf(basis, standing(kept, alone)), { ...NO_TERMS, offsets: { aaa: 25_200 } })
  const both = { 'accepts-first': null, 'days-first': null, durations: null, zones: null }
  assert.deepEqual(termsOf(basis, standing(kept, both)), {
    parameters: { 'sample.reply': { counts: 'hours', lasts: 'PT1H' } },
    offsets: { aaa: 25_200, bbb: 28_800 },
    holidays: { bbb: ['2024-05-01'] },
    digests: [D(1)],
  })
})

test('DECLARATION-11 DECLARATION-14 rows of several fields are joined, and the later one of a name wins', () => {
  const kept = {
    'days-first': [{ party: AAA, date: '2024-02-10' }],
    'days-second': [
      { party: BBB, date: '2024-05-01' },
      { party: BBB, date: '2024-09-02' },
    ],
    durations: [
      { name: 'a', counts: 'hours', lasts: 'PT1H' },
      { name: 'a', counts: 'working', lasts: 'P2D' },
    ],
  }
  const terms = termsOf(basis, standing(kept, { 'days-first': AAA, 'days-second': BBB, durations: null }))
  assert.deepEqual(terms.holidays, { aaa: ['2024-02-10'], bbb: ['2024-05-01', '2024-09-02'] })
  assert.deepEqual(terms.parameters, { a: { counts: 'working', lasts: 'P2D' } })
})

test('rows that are not of their form are passed over, and no name reaches beyond its own record', () => {
  const kept = {
    durations: [
      null,
      7,
      {},
      { name: 'a', counts: 'moons', lasts: 'P1D' },
      { name: 'b', counts: 'hours', lasts: 'soon' },
      { name: '__proto__', counts: 'hours', lasts: 'PT1H' },
    ],
    zones: [
      { party: AAA, seconds: 1.5 },
      { party: BBB, seconds: 90_000 },
      { party: 5, seconds: 1 },
    ],
    'days-first': [
      { party: AAA, date: '2024-02' },
      { party: AAA, date: { date: '2023-02-29' } },
      { party: AAA },
    ],
    'accepts-first': 'everything',
  }
  const terms = termsOf(
    basis,
    standing(kept, { durations: null, zones: null, 'days-first': AAA, 'accepts-first': null }),
  )
  assert.deepEqual([terms.offsets, terms.holidays, terms.digests], [{}, {}, []])
  assert.deepEqual(Object.keys(terms.parameters), ['__proto__'])
  assert.equal(Object.getPrototypeOf(terms.parameters), Object.prototype)
  assert.deepEqual(termsOf({ ...basis, plays: null }, standing(kept, {})), NO_TERMS)
})
