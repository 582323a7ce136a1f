import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FrameRow } from '../../api/types.ts'
import { meetingOf } from '../meetings/meeting.ts'
import { askedOf, faultOf, scopeKey, scopeParams } from './asked.ts'
import { quickPeriods } from './quick.ts'

test('nothing asked is the whole relation until today', () => {
  assert.deepEqual(askedOf({}, 'r', '2023-06-30'), {
    relation: 'r',
    from: null,
    until: '2023-06-30',
    within: null,
    level: null,
  })
})

test('an address asks for one scope; a level that is none is not asked for', () => {
  const both = askedOf({ within: 'ab', level: 'gate' }, 'r', '2023')
  assert.deepEqual([both.within, both.level], ['ab', null])
  assert.equal(askedOf({ level: 'moon' }, 'r', '2023').level, null)
  for (const key of ['all', 'within ab', 'level province']) {
    const { within, level } = scopeParams(key)
    assert.equal(scopeKey({ within, level: level as 'province' | null }), key)
  }
})

test('a period that is none, or ends before it begins, is not asked for', () => {
  assert.equal(faultOf({ from: null, until: '2023' }), null)
  assert.equal(faultOf({ from: '2023-06', until: '2023-06-01' }), null)
  assert.deepEqual(faultOf({ from: '2023-06-02', until: '2023-06-01' }), { code: 'ends-first', at: 'until' })
  assert.deepEqual(faultOf({ from: '2023-13', until: '2024' }), { code: 'no-date', at: 'from' })
  assert.deepEqual(faultOf({ from: null, until: '' }), { code: 'no-date', at: 'until' })
})

test('a series makes its own periods: from one edition that was held to the next, and since the last', () => {
  const series = { id: 's' } as FrameRow
  const edition = (ordinal: number, slots: object) =>
    meetingOf(
      {
        id: `m${ordinal}`,
        record: null,
        closed: false,
        waits: null,
        slots: { series: { dossier: 's' }, ordinal, ...slots },
      } as unknown as FrameRow,
      [],
      '2023-06-30',
    )
  const meetings = [
    edition(8, { planned: { date: '2022' } }),
    edition(6, { begins: { date: '2018-10' } }),
    edition(7, { begins: { date: '2021-02-19' } }),
  ]
  assert.deepEqual(
    quickPeriods([series], meetings).map(({ before, after, from, until }) => [
      before.ordinal,
      after?.ordinal,
      from,
      until,
    ]),
    [
      [6, 7, '2018-10', '2021-02-19'],
      [7, undefined, '2021-02-19', null],
    ],
  )
})
