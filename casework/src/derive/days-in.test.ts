import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMMON_FIELDS } from '../language/common-acts.ts'
import { daysIn, isToCome, yearsMissed } from './days-in.ts'

const now = Date.UTC(2026, 10, 29) / 1000
const day = (written: unknown, isBirth = false) => yearsMissed({ at: [], written, isBirth }, now)

test('a year that nobody can mean is found, with the years that one can', () => {
  const years = { first: 1800, last: 2126 }
  for (const written of ['1026', '1026-05', '1799-12-31', '2127-01-01', '9999-12-31', '0226-01-01'])
    assert.deepEqual(day(written), years, written)
  assert.deepEqual(day(253402300799), years)
  for (const written of ['1800-01-01', '1887-06-26', '2026', '2126-12-31', now])
    assert.equal(day(written), null)
})

test('nobody is born in a year to come, and whose remains are found may have been born long ago', () => {
  for (const written of ['1799', '2027-01-01'])
    assert.deepEqual(day(written, true), { first: 1800, last: 2026 })
  for (const written of ['1800', '1890-01-01', '1990-05-01', '2026-11-28'])
    assert.equal(day(written, true), null)
})

test('what is no date is for others to find', () => {
  for (const written of ['', '23', '20266', undefined, null, {}, Number.NaN]) assert.equal(day(written), null)
})

test('what has happened is not to come: a day but where it is tomorrow already, a moment nowhere; a part of a date counts from its first day', () => {
  const noon = Date.UTC(2026, 10, 29, 12) / 1000
  const found = (written: unknown, tense?: 'past' | 'ahead') =>
    isToCome({ at: [], written, isBirth: false, ...(tense ? { tense } : {}) }, noon)
  for (const written of ['2026-12-01', '2026-12', '2027', '2030-01-01', noon + 901])
    assert.deepEqual(
      [found(written, 'past'), found(written, 'ahead'), found(written)],
      [true, false, false],
      String(written),
    )
  for (const written of [
    '2026-11-30',
    '2026-11',
    '2026',
    noon + 900,
    0,
    '2030-02-30',
    '',
    null,
    {},
    Number.NaN,
  ])
    assert.equal(found(written, 'past'), false, String(written))
})

test('days are found in fields of every kind that has some, and in rows', () => {
  const row = { on: { kind: 'date', tense: 'past' }, who: { kind: 'person' } } as const
  const list = { kind: 'list', part: 'kept', row, needs: [], most: 2 } as const
  const found = daysIn(list, [{ on: { date: '2026' } }, { who: { born: '1990' } }, null])
  assert.deepEqual(
    found.filter(({ written }) => written !== undefined),
    [
      { at: ['0', 'on', 'date'], written: '2026', isBirth: false, tense: 'past' },
      { at: ['1', 'who', 'born'], written: '1990', isBirth: true },
    ],
  )
  assert.deepEqual(daysIn({ kind: 'flag', part: 'kept' }, true), [])
})

test('what can be read somewhere was published, so not in a year to come', () => {
  const found = daysIn(COMMON_FIELDS.sources, [{ date: { date: '2027' } }]).filter((one) =>
    isToCome(one, now),
  )
  assert.deepEqual(
    found.map(({ at }) => at),
    [['0', 'date', 'date']],
  )
})
