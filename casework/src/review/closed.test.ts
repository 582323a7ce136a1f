import assert from 'node:assert/strict'
import { test } from 'node:test'
import { REVIEWERS, ROLES } from '../language/index.ts'
import { dayOf } from '../run/civil.ts'
import { asked, day, frame } from './_record.ts'
import { CLOSED, isClosed } from './closed.ts'
import { reviewOf } from './review.ts'
import { reviewText } from './review-text.ts'
import type { TallySum } from './tally.ts'

const sum = (parent: string, measure: string, upTo: number, within: number): TallySum => ({
  ...{ parent, procedure: 'shelter', side: 'bbb', measure, upTo, within },
  secondsWithin: 0,
})
const tallies = [sum(CLOSED, 'opened', 5, 2), sum(CLOSED, 'closed', 1, 1), sum(CLOSED, 'overdue', 1, 1)]
const later = dayOf(Date.UTC(2030, 0, 1) / 1000, 0)

test('PROCEDURE-27 what one of those who see a review may not learn of is closed to all of them', () => {
  assert.ok(!isClosed({}))
  assert.ok(!isClosed({ readers: ROLES }))
  assert.ok(!isClosed({ readers: REVIEWERS }))
  for (const role of REVIEWERS) assert.ok(isClosed({ readers: ROLES.filter((one) => one !== role) }), role)
})

test('PROCEDURE-27 a review counts what is closed in whole years of the whole relation that are over', () => {
  const counts = (from: string | null, until: string, today = later, scope = {}) => {
    const { closed, evidence, overdue } = reviewOf(asked([], from, until, { tallies, today, ...scope }))
    assert.deepEqual([evidence.length, overdue.length], closed === 'counted' ? [1, 1] : [0, 0])
    return closed === 'counted'
  }
  for (const [from, until] of [
    ['2025', '2025'],
    ['2020', '2025'],
    [null, '2025'],
    ['2025-01-01', '2025-12-31'],
  ] as const)
    assert.ok(counts(from, until), `${from} ${until}`)
  for (const [from, until] of [
    ['2025-06-30', '2025-06-30'],
    ['2025-01-02', '2025'],
    ['2025', '2026-01-01'],
    ['2024-07', '2025-06'],
    [null, '2025-12-30'],
  ] as const)
    assert.ok(!counts(from, until), `${from} ${until}`)
  const last = dayOf(Date.UTC(2025, 11, 31) / 1000, 0)
  assert.ok(!counts('2025', '2025', last), 'asked again the next day it would tell of a day')
  assert.ok(counts('2025', '2025', last + 1))
  assert.ok(!counts('2025', '2025', later, { scope: { kind: 'level', level: 'gate' } }))
  assert.ok(!counts('2025', '2025', later, { scope: { kind: 'within', dossier: 'c' } }))
})

test('PROCEDURE-27 a version that is closed and one that is not are summed, and of the first no commitment tells', () => {
  const open = [sum('', 'opened', 3, 1), sum('c', 'opened', 3, 1)]
  const frames = [frame('commitment', 'c', { nature: 'agreed', said: day('2020') })]
  const of = (from: string) =>
    reviewOf(asked(frames, from, '2025', { tallies: [...tallies, ...open], today: later }))
  const year = of('2025')
  assert.deepEqual(
    year.evidence.map(({ opened, closed, open }) => [opened, closed, open]),
    [[3, 1, 7]],
  )
  const shorter = of('2025-02')
  assert.deepEqual(
    shorter.evidence.map(({ opened, closed, open }) => [opened, closed, open]),
    [[1, 0, 3]],
  )
  for (const { commitments } of [year, shorter])
    assert.deepEqual(
      commitments[0]?.evidence.map(({ opened }) => opened),
      [1],
    )
})

test('PROCEDURE-27 a review says whether it counts what is closed, in each language', () => {
  const names = { procedure: () => null, say: (_: string, key: string) => key, party: (code: string) => code }
  for (const language of ['en', 'vi', 'zh-Hans'] as const) {
    const [counted, leftOut] = ['2025', '2025-02'].map((from) =>
      reviewText(reviewOf(asked([], from, '2025', { today: later })), 'd', names, language).split('\n'),
    )
    assert.ok(counted?.[4] && leftOut?.[4])
    assert.notEqual(counted[4], leftOut[4])
  }
})
