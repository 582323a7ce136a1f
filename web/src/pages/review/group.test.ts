import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupByArea, measuresOf, trafficOf } from './group.ts'

test('a commitment stands under its first area alone, areas in the order of the declaration', () => {
  const items = [
    { id: 1, slots: { area: ['fish', 'boats'] } },
    { id: 2, slots: {} },
    { id: 3, slots: { area: ['boats', 'fish'] } },
    { id: 4, slots: { area: ['new'] } },
    { id: 5, slots: { area: ['fish'] } },
  ]
  assert.deepEqual(
    groupByArea(items, ['boats', 'fish']).map(({ area, items: own }) => [area, own.map(({ id }) => id)]),
    [
      ['boats', [3]],
      ['fish', [1, 5]],
      ['new', [4]],
      [null, [2]],
    ],
  )
})

test('what a side opened and what a side owed stand together by procedure', () => {
  const traffic = trafficOf(
    [
      {
        procedure: 'asking',
        side: 'xxa',
        opened: 5,
        closed: 3,
        open: 2,
        indicators: { answered: { count: 3, seconds: 0 }, 'answer-time': { count: 3, seconds: 90 } },
      },
      { procedure: 'lending', side: 'xxb', opened: 1, closed: 0, open: 1, indicators: {} },
    ],
    [{ procedure: 'asking', side: 'xxb', overdue: 2, still: 1 }],
  )
  assert.deepEqual(
    traffic.map(({ procedure }) => procedure),
    ['asking', 'lending'],
  )
  const [asking] = traffic
  assert.ok(asking)
  const { fixed, own } = measuresOf(asking, ['xxb', 'xxa'])
  assert.deepEqual(
    fixed.map(({ name, counts }) => [name, ...counts]),
    [
      ['opened', 0, 5],
      ['closed', 0, 3],
      ['open', 0, 2],
      ['overdue', 2, 0],
      ['still', 1, 0],
    ],
  )
  assert.deepEqual(own, [
    { name: 'answer-time', counts: [0, 3], means: [null, 30] },
    { name: 'answered', counts: [0, 3], means: [null, null] },
  ])
})
