import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Dated } from '../http/schema/operation.ts'
import { endingState } from '../views/operation/dates.ts'
import { endingSaid } from './ending.ts'

const DAY = 86_400
const NOON = 20_000 * DAY + DAY / 2
const of = (what: Dated['what'], side: string | null, until: number, state: Dated['state']): Dated => ({
  what,
  relation: side && 'aaa~bbb/test',
  side,
  id: '0badcafe',
  from: 0,
  until,
  state,
})

test('what ends soon is said at the start and once a day, until it is another one, and what is good is not', () => {
  let now = NOON
  let dates = [
    of('line-certificate', 'bbb', NOON + 59 * DAY, 'due'),
    of('officers-certificate', null, NOON - 1, 'overdue'),
    of('log-key', 'aaa', NOON + 9 * DAY, 'due'),
    of('seal-key', 'aaa', NOON - 9 * DAY, 'overdue'),
    of('custody-key', 'aaa', NOON + 99 * DAY, 'good'),
  ]
  const lines: string[] = []
  const say = endingSaid(
    () => dates,
    () => now,
    (line) => void lines.push(line),
  )
  say()
  const at = '2024-10-04T12:00:00.000Z'
  assert.deepEqual(lines, [
    `${at} certificate-ends aaa~bbb/test bbb line-certificate 0badcafe 2024-12-02`,
    `${at} certificate-ended officers-certificate 0badcafe 2024-10-04`,
    `${at} key-due aaa~bbb/test aaa log-key 0badcafe 2024-10-13`,
    `${at} key-overdue aaa~bbb/test aaa seal-key 0badcafe 2024-09-25`,
  ])
  now += DAY / 2 - 1
  say()
  assert.equal(lines.length, 4)
  now += 1
  say()
  assert.equal(lines.length, 8)
  dates = dates.slice(-1)
  now += DAY
  say()
  assert.equal(lines.length, 8)
})

test('health: held within 30 days of an end, down when a certificate of ours has ended, and a key goes on', () => {
  const state = (what: Dated['what'], side: string | null, left: number) =>
    endingState(of(what, side, NOON + left, left > 0 ? 'due' : 'overdue'), 'aaa', NOON)
  for (const [what, side] of [
    ['line-certificate', 'aaa'],
    ['line-certificate', 'bbb'],
    ['officers-certificate', null],
    ['log-key', 'aaa'],
    ['custody-key', 'bbb'],
  ] as const)
    assert.deepEqual(
      [30 * DAY, 30 * DAY - 1].map((left) => state(what, side, left)),
      ['ok', 'held'],
      what,
    )
  assert.equal(state('line-certificate', 'aaa', 0), 'down')
  assert.equal(state('officers-certificate', null, 0), 'down')
  assert.equal(state('line-certificate', 'bbb', 0), 'held')
  assert.equal(state('log-key', 'aaa', 0), 'held')
  // It is never older than that, when all goes as it should.
  assert.equal(state('seal-key', 'aaa', 1), 'ok')
  assert.equal(state('seal-key', 'aaa', 0), 'held')
})
