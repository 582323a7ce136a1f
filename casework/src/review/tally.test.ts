import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineProcedure } from '../language/index.ts'
import type { DossierState } from '../run/entry.ts'
import { CLOSED } from './closed.ts'
import { type Tallied, tallyDifference, tallyOf, tallySum } from './tally.ts'

const DAY = 86_400
const roles = ['secretary'] as const
const errand = defineProcedure({
  name: 'errand',
  version: 1,
  opener: 'either',
  keeper: 'other',
  levels: ['gate'],
  parts: {},
  fields: {},
  title: 'message',
  deadlines: {},
  states: { put: { deadline: null, waits: 'other', because: 'so' }, over: { final: true } },
  acts: {
    ask: { by: 'opener', roles, opens: true, from: [], to: 'put', needs: [] },
    hint: { by: 'other', roles, from: ['put'], needs: [] },
    answer: { by: 'other', roles, from: ['put'], to: 'over', needs: [] },
  },
  common: {},
  indicators: {
    answered: { count: ['hint', 'answer'] },
    'answer-time': { time: ['ask', ['hint', 'answer']] },
  },
})

function state(more: Partial<DossierState>): DossierState {
  return {
    id: 'id',
    procedure: 'errand',
    digest: 'd',
    opener: 'aaa',
    keeper: 'bbb',
    state: 'put',
    since: 0,
    path: [{ state: 'put', time: 10 * DAY }],
    clock: null,
    clocks: [],
    kept: {},
    whose: {},
    proposals: {},
    numbers: {},
    parts: [],
    current: {},
    stacked: [],
    asked: null,
    level: null,
    offices: {},
    owner: { party: 'bbb', office: null },
    offered: null,
    wrote: {},
    gates: {},
    noes: {},
    reopened: {},
    opened: {},
    raised: null,
    closed: null,
    ...more,
  }
}

const done = (first: number, count = 1) => ({
  leaf: 'l',
  by: 'bbb',
  officer: 'o',
  count,
  first,
  last: first + 5 * DAY,
})
const tallied = (more: Partial<DossierState>, under: string[] = []): Tallied => ({
  procedure: errand,
  state: state(more),
  level: 'gate',
  under: under.map((dossier) => ({ dossier })),
})
const said = (dossier: Tallied) =>
  tallyOf(dossier)
    .map(({ parent, side, measure, day, seconds }) => [parent, side, measure, day, seconds].join(' ').trim())
    .sort()

test('a dossier counts in the whole relation and once under each it is filed under', () => {
  assert.deepEqual(said(tallied({}, ['p', 'q', 'p'])), [
    'aaa opened 10 0',
    'p aaa opened 10 0',
    'q aaa opened 10 0',
  ])
})

test('PROCEDURE-27 what a review may not tell one by one is kept under no dossier, at no level and without times', () => {
  const dossier = tallied({ current: { ask: done(10 * DAY), answer: done(12 * DAY) } }, ['p'])
  const shelter = { ...errand, readers: ['protection-officer' as const] }
  const found = tallyOf({ ...dossier, procedure: shelter })
  assert.deepEqual(
    found.map(({ parent, level, measure, seconds }) => [parent, level, measure, seconds]),
    ['opened', 'indicator answered'].map((measure) => [CLOSED, '', measure, 0]),
  )
})

test('what plays a part is shown and not counted, and nothing comes of no dossier', () => {
  const plays = { as: 'figure', slots: {} } as const
  assert.deepEqual(tallyOf({ ...tallied({}), procedure: { ...errand, plays } }), [])
  assert.deepEqual(tallyOf(null), [])
})

test('an indicator comes true on the day of the first of its acts, once, with the time it took', () => {
  const current = { ask: done(10 * DAY), hint: done(12 * DAY + 60, 3), answer: done(14 * DAY) }
  assert.deepEqual(said(tallied({ current, closed: 14 * DAY })), [
    'aaa closed 14 0',
    'aaa indicator answer-time 12 172860',
    'aaa indicator answered 12 0',
    'aaa opened 10 0',
  ])
})

test('a deadline is overdue on its own day, and made good when the act came', () => {
  const clock = {
    deadline: 'x',
    owes: 'bbb',
    counts: 'hours',
    started: 0,
    due: 20 * DAY,
    paused: null,
  } as const
  assert.ok(said(tallied({ clock })).includes('bbb overdue 20 0'))
  assert.ok(said(tallied({ clock: { ...clock, paused: 21 * DAY } })).includes('bbb overdue 20 0'))
  assert.ok(
    !said(tallied({ clock: { ...clock, paused: 19 * DAY } }))
      .join()
      .includes('overdue'),
  )
  const ended = (late: boolean) => [{ deadline: 'x', owes: 'bbb', due: 20 * DAY, ended: 22 * DAY, late }]
  assert.deepEqual(said(tallied({ clocks: ended(true) })).slice(1), [
    'bbb made-good 22 0',
    'bbb overdue 20 0',
  ])
  assert.deepEqual(said(tallied({ clocks: ended(false) })), ['aaa opened 10 0'])
})

test('a difference turns the counts of one state into those of the next, and nothing into nothing', () => {
  const before = tallyOf(tallied({ closed: null }, ['p']))
  const after = tallyOf(tallied({ current: { hint: done(12 * DAY) }, closed: 13 * DAY }, ['p']))
  const turned = tallySum([...before, ...tallyDifference(before, after)])
  const order = (changes: typeof turned) => changes.map((one) => JSON.stringify(one)).sort()
  assert.deepEqual(order(turned), order(after))
  assert.deepEqual(tallyDifference(after, after), [])
})

test('no time that a header can name takes a sum out of the whole numbers', () => {
  const current = { ask: done(0), answer: done(Number.MAX_SAFE_INTEGER) }
  const most = Math.max(...tallyOf(tallied({ current })).map(({ seconds }) => seconds))
  assert.ok(most * 1_000_000 < Number.MAX_SAFE_INTEGER)
})

test('numbers are summed as they stand, by the choice beside them, from the day of the first act on', () => {
  const counted = {
    ...errand,
    indicators: {
      found: { sum: 'found', by: 'way', since: ['ask'] },
      lost: { sum: 'found', since: ['answer'] },
      handled: { sum: ['handled', 'people'], by: 'how', since: ['ask'] },
    },
  } as const
  const current = { ask: done(10 * DAY) }
  const handled = [
    { how: 'sent', people: 3 },
    { how: 'kept', people: 0 },
    { how: 'sent', people: 2 },
    { how: 'gone', people: 1 },
  ]
  const sums = (kept: Record<string, unknown>) =>
    tallyOf({ ...tallied({ current, kept }), procedure: counted })
      .filter(({ measure }) => measure.startsWith('indicator '))
      .map(({ measure, day, count }) => `${measure} ${day} ${count}`)
      .sort()
  assert.deepEqual(sums({ found: 7, way: 'in', handled }), [
    'indicator found=in 10 7',
    'indicator handled=gone 10 1',
    'indicator handled=sent 10 5',
  ])
  assert.deepEqual(sums({ found: 7 }), ['indicator found 10 7'], 'no choice was made yet')
  for (const kept of [{}, { found: 0, handled: [] }, { found: 'many', handled: 'all' }])
    assert.deepEqual(sums(kept), [])
  // Two dossiers, and one of them corrected: what is kept up by difference is what counting again gives.
  const of = (found: number) =>
    tallyOf({ ...tallied({ current, kept: { found, way: 'in' } }), procedure: counted })
  const kept = tallySum([...of(7), ...of(4), ...tallyDifference(of(4), of(6))])
  assert.deepEqual(kept, tallySum([...of(7), ...of(6)]))
  assert.equal(kept.find(({ measure }) => measure === 'indicator found=in')?.count, 13)
})
