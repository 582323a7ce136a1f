import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Period, periodOf, type ReviewScope } from '@counterpart/casework'
import { ERRAND, PROCEDURES } from '../uses/_pacts.ts'
import { act, agree, ask, RELATION, talk } from '../uses/_talk.ts'
import { newSide, type Side } from '../uses/_world.ts'
import { look } from './look.ts'
import { reviewView } from './review.ts'

const WHOLE: ReviewScope = { kind: 'relation' }

/** As on the first second of this day. */
function todayIs(side: Side, day: string): void {
  side.time.now = Date.parse(`${day}T00:00:00Z`) / 1000
}

function told(side: Side, from: string, until: string, scope: ReviewScope) {
  const period: Period = periodOf(from, until) ?? assert.fail()
  return look(side.node, side.relation(RELATION), (at) =>
    reviewView(at, { relation: RELATION, scope, period }),
  )
}

test('PROCEDURE-27 a review tells nobody on either side of a dossier that is closed to those who see it', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  const { procedure, texts } = PROCEDURES.get(ERRAND) ?? assert.fail()
  const shelter = { procedure: { ...procedure, readers: ['protection-officer' as const] }, texts }
  for (const { node } of [a, b]) node.procedures = new Map([...node.procedures, [ERRAND, shelter]])
  await agree(a, b)
  const { dossier, leaf } = await ask(a)
  await talk(a, b)
  await act(b, dossier, 'answer', { on: leaf, fields: { outcome: 'yes' } })
  await talk(a, b)
  const both = async (from: string, until: string, scope: ReviewScope = WHOLE) => {
    const [ours, theirs] = [await told(a, from, until, scope), await told(b, from, until, scope)]
    assert.equal(ours.digest, theirs.digest)
    return ours.review
  }
  const day = new Date(a.time.now * 1000).toISOString().slice(0, 10)
  const year = day.slice(0, 4)
  const narrow = [
    [day, day],
    [day.slice(0, 7), day.slice(0, 7)],
    [`${year}-01-02`, year],
    [year, year],
  ] as const
  for (const [from, until] of narrow) {
    const { closed, evidence, overdue } = await both(from, until)
    assert.deepEqual({ closed, evidence, overdue }, { closed: 'left-out', evidence: [], overdue: [] })
  }
  for (const side of [a, b]) todayIs(side, `${Number(year) + 1}-01-01`)
  for (const [from, until] of narrow.slice(0, 3)) assert.deepEqual((await both(from, until)).evidence, [])
  for (const level of ['gate', 'ministry'] as const)
    assert.deepEqual((await both(year, year, { kind: 'level', level })).evidence, [])
  const { closed, evidence } = await both(year, year)
  const one = { count: 1, seconds: 0 }
  const shown = { opened: 1, closed: 0, open: 1, indicators: { answered: one, asked: one } }
  assert.deepEqual([closed, evidence], ['counted', [{ procedure: 'test-errand', side: 'aaa', ...shown }]])
})
