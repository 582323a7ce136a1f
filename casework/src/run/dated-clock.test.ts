import assert from 'node:assert/strict'
import test from 'node:test'
import { foldAt, newNode, record, settle } from './_nodes.ts'
import { OUTING } from './_outing.ts'
import { AAA, AGREED, BBB, DAY, MONDAY } from './_sample.ts'
import { spanOfDate } from './civil.ts'
import type { Cut, DossierState, Entry, Terms } from './entry.ts'

type Told = [side: string, time: number, act: string, kept?: Record<string, unknown>, on?: number]

const HOUR = 3600
const OFFSETS = { aaa: 7 * HOUR, bbb: 8 * HOUR }
const TERMS: Terms = { ...AGREED, offsets: OFFSETS }
const date = (day: string) => ({ date: day })

/** Agreed once the opening is in the keeper's log: the side that owes is now an hour further east. */
const MOVED = { aaa: 8 * HOUR, bbb: 9 * HOUR }
const moving = ({ keeper }: Cut): Terms => (keeper === 0 ? TERMS : { ...TERMS, offsets: MOVED })

/** The last second of a civil day of the side, plus one. */
function endOf(day: string, side: 'aaa' | 'bbb', offsets = OFFSETS): number {
  return ((spanOfDate(day)?.last ?? 0) + 1) * DAY - offsets[side]
}

function play(told: Told[], terms: (cut: Cut) => Terms = () => TERMS): DossierState {
  const [a, b] = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)]
  const entries: Entry[] = []
  for (const [side, time, act, kept = {}, on] of told) {
    a.clock = time
    b.clock = time
    const dossier = entries[0]?.leaf
    const named = on === undefined ? {} : { on: entries[on]?.leaf ?? '' }
    const kind = dossier === undefined ? ('open' as const) : ('act' as const)
    const place = dossier === undefined ? {} : { dossier }
    entries.push(record(side === AAA ? a : b, { kind, act, kept, procedure: OUTING, ...place, ...named }))
    settle(a, b)
  }
  const [here, there] = [a, b].map((node) => foldAt(node, entries, (_, cut) => terms(cut)))
  assert.deepEqual(here, there)
  assert.deepEqual(
    here?.judged.filter(({ verdict }) => verdict.kind !== 'effective'),
    [],
  )
  return here?.settled as DossierState
}

const plan = (side: string, kept: Record<string, unknown> = {}): Told => [
  side,
  MONDAY,
  'plan',
  { label: 'x', ...kept },
]

test('PROCEDURE-14 it ends with the last day that the date can mean, where the side that owes is', () => {
  for (const day of ['2024', '2025', '2024-02', '2025-02', '2024-12', '2024-02-29', '2024-01-02'])
    for (const side of [AAA, BBB] as const) {
      const { clock } = play([plan(side, { day: date(day) })])
      assert.deepEqual(
        clock,
        {
          deadline: 'leaving',
          owes: side,
          counts: 'calendar',
          started: MONDAY,
          due: endOf(day, side),
          paused: null,
        },
        `${side} ${day}`,
      )
    }
  // Noted down once by hand: 24:00 of 31 December 2024 at UTC+7 is 17:00 UTC.
  assert.equal(play([plan(AAA, { day: date('2024') })]).clock?.due, Date.UTC(2024, 11, 31, 17) / 1000)
})

test('PROCEDURE-14 a day that is over or nearly makes nobody late, neither laid nor moved to, and gives nobody time', () => {
  for (const day of ['2022', '2023-12', '2023-12-31', '2024-01-01', '2024-01-02'])
    for (const side of [AAA, BBB] as const) {
      const { clock } = play([plan(side, { day: date(day) })])
      assert.deepEqual([clock?.started, clock?.due], [MONDAY, endOf('2024-01-02', side)], `${side} ${day}`)
    }
  const moved = (day: string, time: number, to: string) =>
    play([plan(AAA, { day: date(day) }), [BBB, time, 'put-off', { day: date(to) }]]).clock?.due
  const fourth = MONDAY + 3 * DAY
  assert.equal(
    moved('2024-09', fourth, '2024-01-03'),
    endOf('2024-01-05', 'aaa'),
    'to the end of the day after',
  )
  assert.equal(moved('2024-01-04', fourth, '2024-01-03'), endOf('2024-01-04', 'aaa'), 'no later than it was')
  assert.equal(
    moved('2024-01-02', fourth, '2024-01-03'),
    endOf('2024-01-02', 'aaa'),
    'who was late stays late',
  )
  assert.equal(
    moved('2024-01-02', fourth, '2024-01-04'),
    endOf('2024-01-05', 'aaa'),
    'a day that is not over is not the last',
  )
  const last = endOf('2024-01-03', 'aaa')
  assert.equal(moved('2024-09', last - 1, '2024-01-03'), last + DAY)
  assert.equal(moved('2024-09', last, '2024-01-03'), last + 2 * DAY)
  assert.equal(
    moved('2024-01-02', last - 1, '2024-01-03'),
    last + DAY,
    'until its last second it is not over',
  )
  assert.equal(moved('2024-01-02', last, '2024-01-03'), last - DAY, 'with the next it is')
})

test('PROCEDURE-14 no clock ends before it began, also where the log that it is read from goes back in time', () => {
  const back = MONDAY - 10 * DAY
  const told: Told[] = [plan(AAA, { day: date('2024') }), [AAA, back, 'put-off', { day: date('2023-12-25') }]]
  const { clock } = play(told)
  assert.deepEqual([clock?.started, clock?.due], [MONDAY, endOf('2024-01-02', 'aaa')])
})

test('PROCEDURE-14 it moves with the date, whoever says it, and keeps its beginning', () => {
  const later = MONDAY + 3 * DAY
  const { clock, clocks } = play([
    plan(AAA, { day: date('2022') }),
    [BBB, later, 'put-off', { day: date('2024-09') }],
  ])
  assert.deepEqual([clock?.due, clock?.started, clock?.owes], [endOf('2024-09', 'aaa'), MONDAY, AAA])
  assert.deepEqual(clocks, [])
  const waved = play([
    plan(AAA, { day: date('2024-09') }),
    [BBB, later, 'wave', { label: 'y' }],
    [AAA, later, 'turn', { ends: date('2024-10') }],
  ])
  assert.equal(waved.clock?.due, endOf('2024-09', 'aaa'))
})

test('PROCEDURE-14 a date that is only proposed moves nothing until it is adopted', () => {
  const suggested: Told[] = [
    plan(BBB, { day: date('2024-05') }),
    [AAA, MONDAY + 1, 'suggest', { day: date('2024-06-03') }],
  ]
  assert.equal(play(suggested).clock?.due, endOf('2024-05', 'bbb'))
  assert.equal(play([...suggested, [BBB, MONDAY + 2, 'agree', {}, 1]]).clock?.due, endOf('2024-06-03', 'bbb'))
})

test('PROCEDURE-14 no clock runs without a date; it begins when one is given and ends when it is taken back', () => {
  assert.equal(play([plan(AAA)]).clock, null)
  const later = MONDAY + 5 * DAY
  const given = play([plan(AAA), [BBB, later, 'put-off', { day: date('2024-03-01') }]])
  assert.deepEqual([given.clock?.started, given.clock?.due], [later, endOf('2024-03-01', 'aaa')])
  const open: Told[] = [plan(AAA, { day: date('2024-03') }), [AAA, later, 'leave-open']]
  assert.equal(play(open).clock, null)
  assert.equal(play(open).kept.day, undefined)
  const again = play([...open, [AAA, later + 1, 'put-off', { day: date('2024') }]])
  assert.deepEqual([again.clock?.started, again.clock?.due], [later + 1, endOf('2024', 'aaa')])
})

test('PROCEDURE-14 nothing that the relation has agreed takes the place of the date', () => {
  const parameters = { 'outing.leaving': { counts: 'hours', lasts: 'PT1H' } } as const
  const { clock } = play([plan(AAA, { day: date('2024-03') })], () => ({ ...TERMS, parameters }))
  assert.deepEqual([clock?.due, clock?.counts], [endOf('2024-03', 'aaa'), 'calendar'])
})

test('PROCEDURE-14 late is what comes after the date as it stands then, and in another state it moves nothing', () => {
  const left = (...before: Told[]) => {
    const begins = { begins: date('2024-02-02') }
    return play([plan(AAA, { day: date('2024-01') }), ...before, [AAA, MONDAY + 32 * DAY, 'leave', begins]])
  }
  assert.deepEqual(
    left().clocks.map(({ due, late }) => [due, late]),
    [[endOf('2024-01', 'aaa'), true]],
  )
  const moved = left([BBB, MONDAY + 31 * DAY, 'put-off', { day: date('2024-02') }])
  assert.deepEqual(
    moved.clocks.map(({ due, late }) => [due, late]),
    [[endOf('2024-02', 'aaa'), false]],
  )
  assert.equal(moved.clock, null)
  const away = play([
    plan(AAA, { day: date('2024-01') }),
    [AAA, MONDAY + 1, 'leave', { begins: date('2024-01') }],
    [BBB, MONDAY + 2, 'put-off', { day: date('2024-09') }],
  ])
  assert.equal(away.clock, null)
})

test('PROCEDURE-14 an act that leaves the date alone moves nothing, whatever was agreed since', () => {
  const open = plan(AAA, { day: date('2024-03') })
  const due = (...told: Told[]) => play([open, ...told], moving).clock?.due
  assert.equal(due([AAA, MONDAY + 1, 'wave', { label: 'y' }]), endOf('2024-03', 'aaa'))
  assert.equal(due([BBB, MONDAY + 1, 'turn', { ends: date('2024-10') }]), endOf('2024-03', 'aaa'))
  assert.equal(due([AAA, MONDAY + 1, 'put-off', { day: date('2024-03') }]), endOf('2024-03', 'aaa'))
  const later = due([AAA, MONDAY + 1, 'put-off', { day: date('2024-04') }])
  assert.equal(later, endOf('2024-04', 'aaa', MOVED), 'a new date is laid by what is agreed now')
})

test('PROCEDURE-14 an adopted date is laid by what is agreed when it is adopted, and stays', () => {
  const told: Told[] = [
    plan(AAA, { day: date('2024-05') }),
    [AAA, MONDAY + 1, 'suggest', { day: date('2024-06') }],
    [BBB, MONDAY + 2, 'agree', {}, 1],
  ]
  assert.equal(play(told.slice(0, 2), moving).clock?.due, endOf('2024-05', 'aaa'))
  assert.equal(play(told, moving).clock?.due, endOf('2024-06', 'aaa', MOVED))
})

test('PROCEDURE-14 an act with which the clock ends neither starts nor moves it first', () => {
  const early = MONDAY + DAY
  const set = (day: string): Told => [AAA, early, 'set-out', { day: date(day), begins: date('2024') }]
  const started = play([plan(AAA), set('2024-01')])
  assert.deepEqual([started.clock, started.clocks], [null, []])
  const late = MONDAY + 40 * DAY
  const left = play([
    plan(AAA, { day: date('2024-01') }),
    [AAA, late, 'set-out', { day: date('2024-09'), begins: date('2024') }],
  ])
  assert.deepEqual(left.clocks, [
    { deadline: 'leaving', owes: AAA, due: endOf('2024-01', 'aaa'), ended: late, late: true },
  ])
  assert.deepEqual([left.clock, left.kept.day], [null, date('2024-09')])
})
