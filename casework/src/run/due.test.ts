import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { AAA, DAY, MONDAY, sample } from './_sample.ts'
import { addMonths, civilFromDays, dayOf, daysFromCivil, isWeekday, spanOfDate } from './civil.ts'
import { clockState, due, extendedDue, lastingOf, resumedDue } from './due.ts'
import type { Clock, Counts, Terms } from './entry.ts'
import { NO_TERMS } from './terms.ts'

const HOUR = 3600

function at(date: string, hour = 0, minute = 0): number {
  return (spanOfDate(date)?.first ?? 0) * DAY + hour * HOUR + minute * 60
}

function terms(offset: number, ...holidays: string[]): Terms {
  return { ...NO_TERMS, offsets: { aaa: offset }, holidays: { aaa: holidays } }
}

function clock(counts: Counts, started: number, ends: number): Clock {
  return { deadline: 'reply', owes: AAA, counts, started, due: ends, paused: null }
}

test('a civil day and its number are the same thing, over ten thousand years', () => {
  assert.equal(daysFromCivil(1970, 1, 1), 0)
  assert.equal(daysFromCivil(2000, 2, 29), 11_016)
  let day = daysFromCivil(1, 1, 1)
  for (let year = 1; year < 10_000; year += 1) {
    const length = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 366 : 365
    assert.equal(daysFromCivil(year, 1, 1), day)
    assert.deepEqual(
      civilFromDays(day + 59),
      length === 366 ? { year, month: 2, day: 29 } : { year, month: 3, day: 1 },
    )
    day += length
  }
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000, max: 3_000_000 }), (number) => {
      const { year, month, day: ofMonth } = civilFromDays(number)
      assert.equal(daysFromCivil(year, month, ofMonth), number)
    }),
  )
})

test('weeks go on before 1970 too', () => {
  assert.deepEqual([0, 1, 2, 3, 4, -1, -4, -5].map(isWeekday), [
    true,
    true,
    false,
    false,
    true,
    true,
    false,
    false,
  ])
})

test('dates of three precisions, and what is none', () => {
  assert.deepEqual(spanOfDate('2024'), {
    first: daysFromCivil(2024, 1, 1),
    last: daysFromCivil(2024, 12, 31),
  })
  assert.deepEqual(spanOfDate('2024-02'), {
    first: daysFromCivil(2024, 2, 1),
    last: daysFromCivil(2024, 2, 29),
  })
  assert.deepEqual(spanOfDate('2024-02-29'), { first: 19_782, last: 19_782 })
  for (const no of [
    '2023-02-29',
    '2023-13',
    '2023-00',
    '2023-01-00',
    '0000',
    '23',
    '2023-1-1',
    ' 2023',
    '2023-01-01T',
    7,
    null,
    {},
  ])
    assert.equal(spanOfDate(no), null, String(no))
})

test('months end with the month where there is no such day', () => {
  const plus = (date: string, months: number) =>
    civilFromDays(addMonths(spanOfDate(date)?.first ?? 0, months))
  assert.deepEqual(plus('2024-01-31', 1), { year: 2024, month: 2, day: 29 })
  assert.deepEqual(plus('2023-01-31', 1), { year: 2023, month: 2, day: 28 })
  assert.deepEqual(plus('2024-02-29', 12), { year: 2025, month: 2, day: 28 })
  assert.deepEqual(plus('2024-02-29', 48), { year: 2028, month: 2, day: 29 })
  assert.deepEqual(plus('2023-11-30', 3), { year: 2024, month: 2, day: 29 })
  assert.deepEqual(plus('2023-12-15', 1), { year: 2024, month: 1, day: 15 })
  assert.deepEqual(plus('2096-02-29', 48), { year: 2100, month: 2, day: 28 })
})

/** lasts, counts, offset in hours, started, holidays, due. */
const table: [string, Counts, number, number, string[], number][] = [
  ['PT48H', 'hours', 7, at('2024-01-05', 23, 59), [], at('2024-01-07', 23, 59)],
  ['PT90M', 'working', 0, at('2024-01-06', 22, 45), [], at('2024-01-07', 0, 15)],
  ['P2D', 'hours', 8, at('2024-01-05', 10), [], at('2024-01-07', 10)],
  ['P1M', 'hours', 0, at('2024-01-31', 10), [], at('2024-02-29', 10)],
  ['P1D', 'calendar', 0, MONDAY, [], MONDAY + 2 * DAY],
  ['P1D', 'calendar', 0, MONDAY + DAY - 1, [], MONDAY + 2 * DAY],
  // 18:00 UTC on Monday is Tuesday 01:00 at seven hours east: the first day counted is Wednesday.
  ['P1D', 'calendar', 7, MONDAY + 18 * HOUR, [], MONDAY + 3 * DAY - 7 * HOUR],
  ['P1D', 'calendar', 7, MONDAY + 16 * HOUR, [], MONDAY + 2 * DAY - 7 * HOUR],
  ['P1D', 'calendar', -5, MONDAY + 3 * HOUR, [], MONDAY + DAY + 5 * HOUR],
  ['P2W', 'calendar', 0, MONDAY + HOUR, [], MONDAY + 15 * DAY],
  ['P30D', 'calendar', 0, at('2024-02-01', 9), [], at('2024-03-03')],
  ['P30D', 'calendar', 0, at('2023-02-01', 9), [], at('2023-03-04')],
  ['P1M', 'calendar', 0, at('2024-01-31', 9), [], at('2024-03-01')],
  ['P1Y', 'calendar', 0, at('2024-02-29', 9), [], at('2025-03-01')],
  ['P5D', 'working', 0, MONDAY + HOUR, [], MONDAY + 8 * DAY],
  ['P5D', 'working', 0, at('2024-01-06', 9), [], at('2024-01-13')],
  ['P1D', 'working', 0, at('2024-01-05', 9), [], at('2024-01-09')],
  ['P1D', 'working', 0, at('2024-01-05', 9), ['2024-01-08'], at('2024-01-10')],
  [
    'P3D',
    'working',
    0,
    at('2024-02-08', 9),
    ['2024-02-09', '2024-02-12', '2024-02-13', '2024-02-14', '2024-02-10'],
    at('2024-02-20'),
  ],
  // Saturday 01:00 at eight hours east is still Friday in UTC.
  ['P1D', 'working', 8, at('2024-01-05', 17), [], at('2024-01-08', 16)],
  ['P1M', 'working', 0, at('2024-02-13', 9), [], at('2024-03-14')],
  ['P1M', 'working', 0, at('2024-02-16', 9), [], at('2024-03-19')],
  ['P1M', 'working', 0, at('2024-02-16', 9), ['2024-03-18'], at('2024-03-20')],
  ['P1W', 'working', 0, at('2024-01-06', 9), [], at('2024-01-16')],
]

test('PROCEDURE-8 DECLARATION-9 deadlines by a table: hours, days to 24:00, working days, holidays, offsets, leap years', () => {
  for (const [lasts, counts, hours, started, holidays, ends] of table)
    assert.equal(
      due({ counts, lasts }, started, AAA, terms(hours * HOUR, ...holidays)),
      ends,
      `${lasts} ${counts} from ${started}`,
    )
})

test('what is no duration gives no deadline', () => {
  for (const lasts of ['', 'P', 'P0D', 'PT0H', 'P1.5D', 'P1DT1H', 'P-1D', 'PT1S', 'p1d', '1D'])
    assert.equal(due({ counts: 'hours', lasts }, 0, AAA, NO_TERMS), null, lasts)
})

test('DECLARATION-8 agreed parameters go before the declaration, the more special before the general', () => {
  const agreed = (parameters: Terms['parameters']): Terms => ({ ...NO_TERMS, parameters })
  const hours = { counts: 'hours', lasts: 'PT1H' } as const
  const days = { counts: 'calendar', lasts: 'P9D' } as const
  assert.deepEqual(lastingOf(sample, 'execution', {}, NO_TERMS), { counts: 'calendar', lasts: 'P30D' })
  assert.deepEqual(lastingOf(sample, 'execution', {}, agreed({ 'sample.execution': hours })), hours)
  assert.deepEqual(lastingOf(sample, 'reply', { pace: 'slow' }, NO_TERMS), {
    counts: 'working',
    lasts: 'P5D',
  })
  assert.deepEqual(
    lastingOf(
      sample,
      'reply',
      { pace: 'slow' },
      agreed({ 'sample.reply.slow': days, 'sample.reply': hours }),
    ),
    days,
  )
  assert.deepEqual(
    lastingOf(
      sample,
      'reply',
      { pace: 'fast' },
      agreed({ 'sample.reply.slow': days, 'sample.reply': hours }),
    ),
    hours,
  )
  assert.equal(lastingOf(sample, 'reply', {}, agreed({ 'sample.reply': hours })), null)
  assert.equal(lastingOf(sample, 'reply', { pace: 'constructor' }, NO_TERMS), null)
  assert.equal(lastingOf(sample, 'constructor', {}, NO_TERMS), null)
})

test('PROCEDURE-9 a pause stops hours to the second and days by the day', () => {
  const hours = clock('hours', MONDAY, MONDAY + 48 * HOUR)
  assert.equal(resumedDue(hours, MONDAY + HOUR, MONDAY + 11 * HOUR, NO_TERMS), MONDAY + 58 * HOUR)
  const days = clock('calendar', MONDAY, MONDAY + 4 * DAY)
  assert.equal(resumedDue(days, MONDAY + HOUR, MONDAY + 23 * HOUR, NO_TERMS), MONDAY + 4 * DAY)
  assert.equal(resumedDue(days, MONDAY + HOUR, MONDAY + 2 * DAY, NO_TERMS), MONDAY + 6 * DAY)
})

test('PROCEDURE-9 working days that were left before a pause are left after it', () => {
  // Five working days from Monday: the next Monday, 24:00. Paused on Tuesday four are left.
  const working = clock('working', MONDAY, MONDAY + 8 * DAY)
  const paused = MONDAY + DAY + HOUR
  assert.equal(resumedDue(working, paused, paused + 60, NO_TERMS), working.due)
  assert.equal(resumedDue(working, paused, MONDAY + 4 * DAY, NO_TERMS), MONDAY + 11 * DAY)
  assert.equal(resumedDue(working, paused, MONDAY + 5 * DAY, NO_TERMS), MONDAY + 11 * DAY)
  assert.equal(resumedDue(working, paused, MONDAY + 4 * DAY, terms(0, '2024-01-08')), MONDAY + 11 * DAY)
  assert.equal(resumedDue(working, paused, MONDAY + 4 * DAY, terms(0, '2024-01-09')), MONDAY + 12 * DAY)
})

test('PROCEDURE-9 what is left of the last working day is left of the next one', () => {
  const working = clock('working', MONDAY, MONDAY + 2 * DAY)
  const paused = MONDAY + DAY + HOUR
  assert.equal(resumedDue(working, paused, MONDAY + 3 * DAY, NO_TERMS), MONDAY + 4 * DAY)
  assert.equal(resumedDue(working, paused, MONDAY + 5 * DAY, NO_TERMS), MONDAY + 8 * DAY)
})

test('a pause does not make a late side early', () => {
  const late = clock('hours', MONDAY, MONDAY + HOUR)
  assert.equal(resumedDue(late, MONDAY + 2 * HOUR, MONDAY + 50 * HOUR, NO_TERMS), late.due)
})

test('an extension is counted as the clock counts', () => {
  assert.equal(extendedDue(clock('hours', MONDAY, MONDAY + HOUR), 'P2D', NO_TERMS), MONDAY + HOUR + 2 * DAY)
  assert.equal(extendedDue(clock('calendar', MONDAY, MONDAY + DAY), 'P2D', NO_TERMS), MONDAY + 3 * DAY)
  assert.equal(extendedDue(clock('working', MONDAY, MONDAY + 5 * DAY), 'P1D', NO_TERMS), MONDAY + 8 * DAY)
  assert.equal(
    extendedDue(clock('calendar', MONDAY, MONDAY + DAY), 'PT6H', NO_TERMS),
    MONDAY + DAY + 6 * HOUR,
  )
  assert.equal(extendedDue(clock('calendar', MONDAY, MONDAY + DAY), 'never', NO_TERMS), null)
})

test('working days never end on a day of rest, and come in the order of their beginnings', () => {
  const started = fc.integer({ min: MONDAY, max: MONDAY + 3000 * DAY })
  fc.assert(
    fc.property(
      started,
      fc.nat(40 * DAY),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: -12, max: 14 }),
      (first, after, days, hours) => {
        const agreed = terms(hours * HOUR, '2024-05-01', '2024-09-02', '2025-01-01')
        const lasting = { counts: 'working' as const, lasts: `P${days}D` }
        const [early = 0, late = 0] = [
          due(lasting, first, AAA, agreed),
          due(lasting, first + after, AAA, agreed),
        ].map(Number)
        assert.ok(early <= late && early > first)
        assert.ok(isWeekday(dayOf(early - 1, hours * HOUR)))
        assert.equal((early + hours * HOUR) % DAY, 0)
      },
    ),
  )
})

test('the word for a clock', () => {
  const running = clock('hours', MONDAY, MONDAY + HOUR)
  assert.equal(clockState(null, MONDAY), 'none')
  assert.equal(clockState(running, running.due), 'running')
  assert.equal(clockState(running, running.due + 1), 'late')
  assert.equal(clockState({ ...running, paused: MONDAY + 1 }, running.due + 1), 'paused')
  assert.equal(clockState({ ...running, paused: running.due + 1 }, running.due + 9), 'late')
})

test('CLOCK-3 PROCEDURE-4 what is laid from any time that a peer may write is a whole number that a state can hold', () => {
  const last = Number.MAX_SAFE_INTEGER
  const agreed = terms(-12 * HOUR)
  for (const [counts, lasts] of [
    ['hours', 'PT1M'],
    ['hours', 'P9999Y'],
    ['calendar', 'P1D'],
    ['calendar', 'P1M'],
    ['working', 'P1D'],
    ['working', 'P9999W'],
  ] as const) {
    assert.equal(due({ counts, lasts }, last, AAA, agreed), last, `${counts} ${lasts}`)
    assert.equal(extendedDue(clock(counts, last - 1, last), lasts, agreed), last, `${counts} ${lasts}`)
    assert.equal(resumedDue(clock(counts, last - DAY, last), last - DAY, last, agreed), last, counts)
  }
})
