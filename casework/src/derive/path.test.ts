import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lending } from './_invented.ts'
import { pathOf } from './path.ts'

function shown(state: string, path: [string, number][]): string[] {
  const reached = path.map(([name, time]) => ({ state: name, time }))
  return pathOf(lending, { state, path: reached }).map(
    (step) => `${step.state} ${step.time ?? '-'}${step.current ? ' now' : ''}${step.final ? ' end' : ''}`,
  )
}

test('shows what was reached and what is likely to come', () => {
  assert.deepEqual(shown('wished', [['wished', 5]]), ['wished 5 now', 'lent -', 'returned - end'])
})

test('shows a way round as it was gone', () => {
  assert.deepEqual(
    shown('lent', [
      ['wished', 5],
      ['doubtful', 6],
      ['lent', 9],
    ]),
    ['wished 5', 'doubtful 6', 'lent 9 now', 'returned - end'],
  )
})

test('promises nothing after the end', () => {
  assert.deepEqual(
    shown('denied', [
      ['wished', 5],
      ['denied', 8],
    ]),
    ['wished 5', 'denied 8 now end'],
  )
})

test('comes to an end where states lead in a circle', () => {
  const { lend, ...others } = lending.acts
  assert.ok(lend)
  const circle = {
    ...lending,
    acts: { ...others, lend: { ...lend, from: ['wished', 'doubtful', 'lent'], to: 'wished' } },
  }
  const path = [{ state: 'wished', time: 5 }]
  assert.deepEqual(
    pathOf(circle, { state: 'wished', path }).map(({ state }) => state),
    ['wished', 'doubtful', 'denied'],
  )
})
