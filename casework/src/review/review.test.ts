import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Procedure } from '../language/index.ts'
import { asked, day, frame } from './_record.ts'
import { periodOf } from './period.ts'
import { reviewOf } from './review.ts'
import { reviewText } from './review-text.ts'

const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id)

test('a period is whole days, and what is none is refused', () => {
  assert.deepEqual(periodOf('2018-10', '2021-02-19'), { first: 17_805, last: 18_677 })
  assert.deepEqual(periodOf(null, '1970'), { first: null, last: 364 })
  for (const [from, until] of [
    ['2022', '2021'],
    ['2021-02-30', '2022'],
    [null, 'soon'],
    ['', '2022'],
  ] as const)
    assert.equal(periodOf(from, until), null)
})

test('what does not bind is never among the commitments, whatever else is said of it', () => {
  const frames = [
    frame('commitment', 'a', { nature: 'agreed', said: day('2020') }),
    frame('commitment', 'b', { nature: 'hoped', said: day('2020'), until: day('2020') }),
    frame('commitment', 'c', { nature: 'pledged', said: day('2020') }),
    frame('commitment', 'd', { said: day('2020') }),
  ]
  const review = reviewOf(asked(frames, null, '2022'))
  assert.deepEqual(ids(review.commitments), ['a', 'c'])
  assert.deepEqual(ids(review.contents), ['b', 'd'])
  assert.deepEqual([review.totals.contents, review.totals.binding, review.totals.late], [4, 2, 0])
})

test('a commitment stands in every period from its saying to its end', () => {
  const frames = [
    frame('commitment', 'a', { nature: 'agreed', said: day('2020-06') }),
    frame('commitment', 'b', { nature: 'agreed', said: day('2020-06'), ended: day('2021-03') }),
    frame('commitment', 'c', { nature: 'agreed', 'not-before': day('2021-02-19') }),
    frame('commitment', 'd', { nature: 'agreed' }),
  ]
  const within = (from: string | null, until: string) =>
    ids(reviewOf(asked(frames, from, until)).commitments).sort()
  assert.deepEqual(within('2019', '2020-05-31'), ['d'])
  assert.deepEqual(within('2019', '2020-06-01'), ['a', 'b', 'd'])
  assert.deepEqual(within('2021-03-31', '2021-04'), ['a', 'b', 'c', 'd'])
  assert.deepEqual(within('2021-04-01', '2022'), ['a', 'c', 'd'])
})

test('late is what was to be done and by the end of the period was not said to be done', () => {
  const meeting = frame('meeting', 'm', { planned: day('2022') })
  const held = frame('meeting', 'n', { planned: day('2022'), begins: day('2023-09') })
  const late = (about: typeof meeting, until: string, more: object = {}) => {
    const kept = {
      nature: 'agreed',
      said: day('2021'),
      until: day('2022'),
      about: { dossier: about.id },
      ...more,
    }
    const review = reviewOf(asked([about, frame('commitment', 'c', kept)], null, until))
    return [review.commitments[0]?.late, review.meetings[0]?.status, review.meetings[0]?.heldLate]
  }
  assert.deepEqual(late(meeting, '2022-12-31'), [false, 'planned', false])
  assert.deepEqual(late(meeting, '2023-01-01'), [true, 'late', false])
  assert.deepEqual(late(held, '2023-06-28'), [true, 'late', false])
  assert.deepEqual(late(held, '2023-10'), [false, 'held', true])
  assert.deepEqual(late(meeting, '2023', { ended: day('2022-11') }), [false, 'late', false])
})

test('a late meeting is in every later period until it is held; an undated one wherever it may have been', () => {
  const frames = [
    frame('meeting', 'late', { planned: day('2020') }),
    frame('meeting', 'held', { begins: day('2019-11-11'), ends: day('2019-11-15') }),
    frame('meeting', 'undated', { 'not-before': day('2021-02-19') }),
    frame('meeting', 'off', { planned: day('2020') }, { closed: 5 }),
    frame('meeting', 'later', { begins: day('2024') }),
  ]
  const found = (from: string | null, until: string) =>
    reviewOf(asked(frames, from, until)).meetings.map(({ id, status }) => `${id} ${status}`)
  assert.deepEqual(found('2022', '2023'), ['late late', 'undated undated'])
  assert.deepEqual(found('2019-11-15', '2019-12'), ['held held'])
  assert.deepEqual(found(null, '2021-02-18'), ['held held', 'late late', 'off not-held'])
  assert.ok(found(null, '2023').includes('undated undated'))
})

test('what one side proposed is agreed by nobody, and never late', () => {
  const frames = [
    frame('commitment', 'said', { nature: 'agreed', until: day('2020') }, { proposed: true }),
    frame('commitment', 'about', { nature: 'agreed', until: day('2020'), about: { dossier: 'held' } }),
    frame('meeting', 'held', { begins: day('2020') }, { proposed: true }),
    frame('meeting', 'dated', { planned: day('2020') }, { proposed: true }),
    frame('meeting', 'open', {}, { proposed: true }),
  ]
  const { meetings, commitments, contents } = reviewOf(asked(frames, null, '2023'))
  assert.deepEqual(
    meetings.map(({ id, status }) => `${id} ${status}`),
    ['dated unconfirmed', 'held unconfirmed', 'open unconfirmed'],
  )
  assert.deepEqual([ids(commitments), ids(contents)], [['about'], ['said']])
  assert.equal(commitments[0]?.late, true)
})

test('a figure is in the periods it speaks of and in that in which it was stated', () => {
  const frames = [
    frame('figure', 'spoken', {
      number: 2,
      'period-from': day('2022'),
      'period-until': day('2022'),
      stated: day('2023-06-25'),
    }),
    frame('figure', 'open', { number: 4, 'period-from': day('2018'), stated: day('2021-02-19') }),
    frame('figure', 'none', { stated: day('2023-06-25') }),
  ]
  const found = (from: string | null, until: string) =>
    ids(reviewOf(asked(frames, from, until)).figures).sort()
  assert.deepEqual(found('2022-03', '2022-04'), ['spoken'])
  assert.deepEqual(found('2019', '2019'), ['open'])
  assert.deepEqual(found('2021-03', '2021-12'), [])
  assert.deepEqual(found('2023-06-25', '2023-06-25'), ['none'])
  assert.deepEqual(found(null, '2023'), ['none', 'open', 'spoken'])
})

test('what was struck, taken back or never pursued is nowhere; what was left of what never bound is where it was', () => {
  const gone = { closed: 5 }
  const frames = [
    frame('meeting', 'struck', { begins: day('2020') }, gone),
    frame('instrument', 'not-pursued', { signed: day('2020') }, gone),
    frame('figure', 'withdrawn', { stated: day('2020') }, gone),
    frame('commitment', 'not-entered', { nature: 'agreed', until: day('2020') }, gone),
    frame('commitment', 'fulfilled', { nature: 'agreed', ended: day('2021') }, gone),
    frame('commitment', 'left', { nature: 'hoped' }, gone),
    frame('commitment', 'about', { nature: 'agreed', until: day('2020'), about: { dossier: 'struck' } }),
  ]
  const { meetings, instruments, figures, commitments, contents } = reviewOf(asked(frames, null, '2022'))
  assert.deepEqual([...meetings, ...instruments, ...figures], [])
  assert.deepEqual(
    commitments.map(({ id, late }) => `${id} ${late}`),
    ['about true', 'fulfilled false'],
  )
  assert.deepEqual(ids(contents), ['left'])
})

test('both assessments stand side by side, each under the party that made it', () => {
  const words = { en: { text: 'Much was done.', standing: 'authoritative' as const } }
  const kept = {
    nature: 'agreed',
    said: day('2020'),
    'as-guest': 'partly',
    'as-keeper': 'done',
    'as-keeper-words': words,
  }
  const review = reviewOf(asked([frame('commitment', 'c', kept)], null, '2022'))
  assert.deepEqual(review.commitments[0]?.assessments, {
    aaa: { choice: 'done', words },
    bbb: { choice: 'partly', words: null },
  })
})

test('differing values stand beside the one that was stated, by the slots they fill', () => {
  const proposals = { leaf: { act: 'other', by: 'bbb', kept: { number: 3, hidden: 1 } } }
  const review = reviewOf(asked([frame('figure', 'f', { number: 2 }, { proposals })], null, '2022'))
  assert.equal(review.figures[0]?.slots.number, 2)
  assert.deepEqual(review.figures[0]?.differing, [{ by: 'bbb', leaf: 'leaf', slots: { number: 3 } }])
})

test('of several fields in one slot the rows are joined', () => {
  const kept = { 'points-a': [{ office: 'x' }], 'points-b': [{ office: 'y' }] }
  const review = reviewOf(asked([frame('directory', 'd', kept)], null, '2022'))
  assert.deepEqual(review.mechanisms[0]?.slots['contact-points'], [{ office: 'x' }, { office: 'y' }])
})

test('a scope takes what is filed under it over any number of steps, and circles end', () => {
  const kept = { nature: 'agreed', said: day('2020') }
  const frames = [
    frame('directory', 'mechanism', {}, { under: ['odd'] }),
    frame('meeting', 'meeting', { begins: day('2020') }, { under: ['mechanism'] }),
    frame('instrument', 'minutes', { signed: day('2020') }, { under: ['meeting'] }),
    frame('commitment', 'inside', kept, { under: ['minutes'] }),
    frame('commitment', 'outside', kept, { under: ['odd'], level: 'gate' }),
    frame('commitment', 'odd', kept, { under: ['outside'] }),
  ]
  const review = reviewOf(asked(frames, null, '2022', { scope: { kind: 'within', dossier: 'mechanism' } }))
  assert.deepEqual(ids(review.commitments), ['inside'])
  assert.deepEqual([ids(review.meetings), ids(review.instruments)], [['meeting'], ['minutes']])
  const links = Array.from({ length: 20_000 }, (_, at) =>
    frame('commitment', `c${at}`, kept, { under: [at === 0 ? 'mechanism' : `c${at - 1}`] }),
  )
  const deep = reviewOf(
    asked([...frames, ...links], null, '2022', { scope: { kind: 'within', dossier: 'mechanism' } }),
  )
  assert.equal(deep.commitments.length, 20_001)
  const gate = reviewOf(asked(frames, null, '2022', { scope: { kind: 'level', level: 'gate' } }))
  assert.deepEqual(ids(gate.commitments), ['outside'])
})

test('evidence is what was counted under it; open and still overdue are as at the end', () => {
  const sum = (
    parent: string,
    side: string,
    measure: string,
    upTo: number,
    within: number,
    secondsWithin = 0,
  ) => ({
    parent,
    procedure: 'errand',
    side,
    measure,
    upTo,
    within,
    secondsWithin,
  })
  const tallies = [
    sum('c', 'bbb', 'opened', 7, 3),
    sum('c', 'bbb', 'closed', 4, 1),
    sum('c', 'bbb', 'indicator answered', 5, 2),
    sum('c', 'bbb', 'indicator answer-time', 5, 2, 900),
    sum('c', 'bbb', 'indicator found=in', 12, 7),
    sum('c', 'bbb', 'indicator found=out', 3, 0),
    sum('c', 'aaa', 'overdue', 3, 1),
    sum('c', 'aaa', 'made-good', 1, 1),
    sum('', 'aaa', 'opened', 9, 9),
    sum('other', 'aaa', 'opened', 1, 1),
  ]
  const frames = [frame('commitment', 'c', { nature: 'agreed', said: day('2020') })]
  const review = reviewOf(asked(frames, '2020', '2022', { tallies }))
  assert.deepEqual(review.commitments[0]?.evidence, [
    {
      procedure: 'errand',
      side: 'bbb',
      opened: 3,
      closed: 1,
      open: 3,
      indicators: {
        'answer-time': { count: 2, seconds: 900 },
        answered: { count: 2, seconds: 0 },
        'found=in': { count: 7, seconds: 0 },
      },
    },
  ])
  assert.deepEqual(review.commitments[0]?.overdue, [
    { procedure: 'errand', side: 'aaa', overdue: 1, still: 2 },
  ])
  const indicators = { found: { sum: 'persons', by: 'way', since: ['ask'] } }
  const names = {
    procedure: () => ({ indicators }) as unknown as Procedure,
    say: (_: string, key: string) => key,
    party: (code: string) => code,
  }
  const text = reviewText(review, 'd', names, 'en')
  assert.match(text, /\/indicators\/found, \/choices\/way\/in 7/)
  // What passed before the period and is still owed is not among what passed in it.
  assert.match(text, /1 deadlines missed in the period, 2 not met at its end/)
  assert.equal(review.evidence[0]?.opened, 9)
  const within = reviewOf(asked(frames, '2020', '2022', { tallies, scope: { kind: 'within', dossier: 'c' } }))
  assert.deepEqual(within.evidence, [])
})

test('what became of a commitment is written with the day on which it ended', () => {
  const frames = [frame('commitment', 'c', { nature: 'agreed', said: day('2020'), ended: day('2021-03-05') })]
  const names = { procedure: () => null, say: (_: string, key: string) => key, party: (code: string) => code }
  const review = reviewOf(asked(frames, '2020', '2022'))
  const state = review.commitments[0]?.state ?? ''
  assert.ok(reviewText(review, 'd', names, 'en').includes(`/states/${state} 2021-03-05\n`))
})

test('the order of what is read never shows', () => {
  const frames = ['b', 'a', 'c'].flatMap((id) => [
    frame('commitment', id, { nature: 'agreed', said: day('2020') }),
    frame('figure', `f${id}`, { stated: day('2020') }, { under: ['b', 'a'] }),
    frame('meeting', `m${id}`, { begins: day('2020') }),
    // One item of a record entered twice.
    frame('meeting', `n${id}`, { begins: day('2020'), 'record-id': 'twice' }),
  ])
  const forth = reviewOf(asked(frames, null, '2022'))
  assert.deepEqual(forth, reviewOf(asked(frames.toReversed(), null, '2022')))
  assert.deepEqual(forth.commitments[1]?.figures, ['fa', 'fb', 'fc'])
})
