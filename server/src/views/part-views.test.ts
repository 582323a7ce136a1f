import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeletionRow, PartState } from '../store/store.ts'
import type { PartEnd } from '../uses/retention/part-ends.ts'
import type { Look } from './look.ts'
import { GRACE, partViews } from './part-views.ts'

const END = 1_000_000
const DAY = 86_400
const end: PartEnd = {
  leaf: '',
  name: 'person',
  side: 'aaa',
  state: 'held',
  at: END,
  why: 'time',
  keep: 'P1D',
}
const said = (side: string): DeletionRow => ({
  side,
  leaf: '',
  name: 'person',
  record: '',
  time: END + 5,
  final: END + 5 + 30 * DAY,
  why: 'time',
})

function seen(now: number, state: 'held' | 'destroyed', deletions: readonly DeletionRow[]) {
  const look = { node: { clock: () => now }, relation: { ours: 'aaa', parties: ['aaa', 'bbb'] } } as Look
  const part = { name: 'person', state } as PartState
  return partViews(look, [part], [{ ...end, state }], deletions)[0]
}

test('RETENTION-6 a copy is destroyed only when no backup of its key can be left', () => {
  const [ours] = [said('aaa')]
  assert.equal(seen(ours.final - 1, 'destroyed', [ours])?.state, 'destroying')
  assert.equal(seen(ours.final, 'destroyed', [ours])?.state, 'destroyed')
  assert.equal(seen(ours.final, 'destroyed', [said('bbb'), ours])?.copies[0]?.final, ours.final)
})

test('RETENTION-7 it is shown whose copy is destroyed, and who is late', () => {
  assert.deepEqual(seen(END - 1, 'held', []), {
    name: 'person',
    state: 'held',
    ends: END,
    copies: [],
    late: [],
  })
  assert.deepEqual(seen(END + GRACE, 'held', [])?.late, [])
  assert.deepEqual(seen(END + GRACE + 1, 'held', [])?.late, ['aaa', 'bbb'])
  const half = seen(END + GRACE + 1, 'destroyed', [said('aaa')])
  assert.deepEqual(half?.late, ['bbb'])
  assert.deepEqual(half?.copies, [{ side: 'aaa', time: END + 5, final: END + 5 + 30 * DAY, why: 'time' }])
  assert.deepEqual(seen(END + GRACE + 1, 'destroyed', [said('aaa'), said('bbb')])?.late, [])
})
