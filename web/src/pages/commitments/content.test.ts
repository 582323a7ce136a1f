import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Declared, FrameRow } from '../../api/types.ts'
import { contentsUnder, countContents, timeStand } from './content.ts'

const declared = {
  digest: 'd',
  agreed: true,
  procedure: {
    name: 'promise',
    version: 1,
    plays: { as: 'commitment', slots: { nature: 'sort', 'binding-natures': 'firm sworn' } },
  },
} as unknown as Declared

function row(record: string, nature: string, under: string[], paragraph?: string, more = {}): FrameRow {
  return {
    id: record,
    record,
    procedure: 'promise',
    waits: null,
    closed: false,
    under,
    slots: { nature, ...(paragraph === undefined ? {} : { paragraph }) },
    ...more,
  } as unknown as FrameRow
}

const rows = [
  row('C-10', 'firm', ['paper'], '10'),
  row('C-2', 'sworn', ['paper', 'talk'], '2'),
  row('C-3', 'hoped', ['paper']),
  row('C-11', 'firm', ['paper']),
  row('C-4', 'firm', ['talk']),
]

test('contents of a paper stand in the order of its paragraphs, what binds apart from what does not', () => {
  const { binding, free } = contentsUnder('paper', rows, [declared])
  assert.deepEqual(
    binding.map(({ id }) => id),
    ['C-2', 'C-10', 'C-11'],
  )
  assert.deepEqual(
    free.map(({ id }) => id),
    ['C-3'],
  )
})

test('what binds is counted by the declaration, and nothing binds where none says so', () => {
  assert.deepEqual(
    [...countContents(rows, [declared])],
    [
      ['paper', { binding: 3, free: 1 }],
      ['talk', { binding: 2, free: 0 }],
    ],
  )
  assert.deepEqual(countContents(rows, []).get('paper'), { binding: 0, free: 4 })
})

test('what one side states for both binds neither before the other confirms it, nor once it is taken back', () => {
  const ended = { nature: 'firm', ended: { date: '2022' } }
  const { binding, free } = contentsUnder(
    'paper',
    [
      row('C-1', 'firm', ['paper'], '1', { waits: 'xxb' }),
      row('C-2', 'firm', ['paper'], '2', { closed: true }),
      row('C-3', 'firm', ['paper'], '3', { closed: true, slots: ended }),
    ],
    [declared],
  )
  assert.deepEqual(
    [binding, free].map((rows) => rows.map(({ id }) => id)),
    [['C-3'], ['C-1', 'C-2']],
  )
})

test('a commitment is late when its time is over and nothing says that it was done', () => {
  const until = { date: '2022' }
  assert.equal(timeStand({}, '2023-06-30', false, true), 'none')
  assert.equal(timeStand({ until }, '2022-12-31', false, true), 'ahead')
  assert.equal(timeStand({ until }, '2023-01-01', false, true), 'late')
  assert.equal(timeStand({ until }, '2023-01-01', true, true), 'over')
  assert.equal(timeStand({ until, ended: { date: '2022-05' } }, '2023-01-01', false, true), 'over')
  assert.equal(timeStand({ until: { date: 'soon' } }, '2023-01-01', false, true), 'none')
})

test('what does not bind is never late', () => {
  const until = { date: '2020' }
  assert.equal(timeStand({ until }, '2020-12-31', false, false), 'ahead')
  assert.equal(timeStand({ until }, '2023-06-28', false, false), 'none')
})
