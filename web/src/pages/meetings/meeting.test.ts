import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Declared, FrameRow } from '../../api/types.ts'
import { editionsOf, groupMeetings, meetingOf } from './meeting.ts'

/** A procedure whose agreed time runs as a clock in one state, and in another only asks. */
const declared = {
  digest: 'd',
  agreed: true,
  procedure: {
    name: 'gathering',
    version: 1,
    plays: { as: 'meeting', slots: { planned: 'day' } },
    states: { asked: { deadline: null }, agreed: { deadline: 'day-comes' }, gone: { final: true } },
    deadlines: { 'day-comes': { lasts: { until: 'day' } } },
  },
} as unknown as Declared

function row(id: string, slots: Record<string, unknown>, state: string): FrameRow {
  return {
    id,
    relation: 'xxa~xxb/one',
    procedure: 'gathering',
    plays: 'meeting',
    title: id,
    record: id,
    state,
    closed: state === 'gone',
    waits: state === 'asked' ? 'xxb' : null,
    late: false,
    level: null,
    opener: 'xxa',
    keeper: 'xxa',
    under: [],
    slots,
    fields: {},
    differing: [],
  }
}

const TODAY = '2023-06-30'
const at = (date: string) => ({ date })
const of = (id: string, slots: Record<string, unknown>, state = 'agreed') =>
  meetingOf(row(id, slots, state), [declared], TODAY)

test('a meeting is late when its agreed time is over and it was not held', () => {
  assert.equal(of('a', { planned: at('2022') }).status, 'late')
  assert.equal(of('a', { planned: at('2022') }, 'gone').status, 'not-held')
  assert.equal(of('a', { planned: at('2023') }).status, 'planned')
  assert.equal(of('a', { planned: at('2023-06') }).status, 'planned')
  assert.equal(of('a', {}).status, 'undated')
})

test('what one side proposes is agreed by nobody, and never late', () => {
  assert.equal(of('a', { planned: at('2022') }, 'asked').status, 'unconfirmed')
  assert.equal(of('a', {}, 'asked').status, 'unconfirmed')
})

test('what one side says was held is not held before the other has confirmed it, nor once it is struck', () => {
  const begins = at('2022-06')
  assert.equal(of('a', { begins, planned: at('2022') }, 'asked').status, 'unconfirmed')
  const struck = of('a', { begins, planned: at('2021') }, 'gone')
  assert.deepEqual([struck.status, struck.heldLate], ['not-held', false])
})

test('a meeting that was held after its agreed time was held late', () => {
  const late = of('a', { planned: at('2022'), begins: at('2023-01-03') })
  assert.deepEqual([late.status, late.heldLate], ['held', true])
  assert.equal(of('a', { planned: at('2022'), begins: at('2022-12') }).heldLate, false)
  assert.equal(of('a', { begins: at('2024') }).status, 'planned')
})

test('editions stand in the order of their time, one that is only planned in its place', () => {
  const series = { dossier: 's' }
  const all = [
    of('eighth', { series, ordinal: 8, planned: at('2022') }),
    of('sixth', { series, ordinal: 6, begins: at('2018-10') }),
    of('some', { series, ordinal: 3 }),
    of('other', { series: { dossier: 't' }, ordinal: 7, begins: at('2020') }),
    of('seventh', { series, ordinal: 7, begins: at('2021-02-19') }),
  ]
  assert.deepEqual(
    editionsOf('s', all).map(({ id }) => id),
    ['sixth', 'seventh', 'eighth', 'some'],
  )
})

test('meetings are grouped by time: late, ahead, by year, and those without a date in a group of their own', () => {
  const all = [
    of('M-1', {}),
    of('M-2', { begins: at('2019-11-12') }),
    of('M-10', { begins: at('2019-11-12') }),
    of('M-3', { begins: at('2021') }),
    of('M-4', { planned: at('2022') }),
    of('M-5', { planned: at('2024-02') }),
    of('M-6', { planned: at('2023-08') }),
    of('M-8', { planned: at('2022') }, 'asked'),
    of('M-7', { 'not-before': at('2021-02-19') }),
  ]
  assert.deepEqual(
    groupMeetings(all).map(({ key, meetings }) => [key, meetings.map(({ id }) => id)]),
    [
      ['late', ['M-4']],
      ['planned', ['M-6', 'M-5']],
      ['unconfirmed', ['M-8']],
      ['2021', ['M-3']],
      ['2019', ['M-2', 'M-10']],
      ['undated', ['M-1', 'M-7']],
    ],
  )
})
