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
    ['wished', 'doubtful'],
  )
})

test('goes back from where only another end lies ahead', () => {
  const { wished, ...later } = lending.states
  const [wish] = Object.values(lending.acts)
  assert.ok(wish && wished)
  const { opens, ...other } = wish
  const act = (from: string, to: string) => ({ ...other, from: [from], to })
  const stopping = {
    ...lending,
    states: { wished, stopped: wished, ...later },
    acts: {
      ...lending.acts,
      stop: act('wished', 'stopped'),
      resume: act('stopped', 'wished'),
      deny: act('stopped', 'denied'),
    },
  }
  const from = (state: string) => pathOf(stopping, { state, path: [] }).map((step) => step.state)
  assert.deepEqual(from('stopped'), ['wished', 'lent', 'returned'])
})
