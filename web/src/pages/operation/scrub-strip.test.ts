import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripOf } from './scrub-strip.ts'

const last = { began: 1, ended: 2, entries: 9, found: 0, repaired: 0 }
const idle = {
  pass: 'none' as const,
  at: null,
  done: 0,
  of: 9,
  found: 0,
  repaired: 0,
  last,
  open: { count: 0, newest: [], kinds: [] },
}
const during = (stage: 'ours' | 'theirs' | 'counts' | 'pouches', index: number) => ({
  ...idle,
  pass: 'slow' as const,
  at: { stage, index },
})

test('a log is filled as far as the pass is: ours first, both when it is behind them, none before the first', () => {
  const both = (scrub: Parameters<typeof stripOf>[0]) =>
    (['ours', 'theirs'] as const).map((side) => stripOf(scrub, side, 'vnm').done)
  assert.deepEqual(both({ ...idle, last: null }), [0, 0])
  assert.deepEqual(both(during('ours', 4)), [4, 0])
  assert.deepEqual(both(during('theirs', 3)), [null, 3])
  assert.deepEqual(both(during('counts', 0)), [null, null])
  assert.deepEqual(both(idle), [null, null])
})

test('what is damaged stands once at its place in its own log; what has no place is only counted', () => {
  const newest = [
    { what: 'part' as const, side: 'chn', index: 7 },
    { what: 'columns' as const, side: 'chn', index: 7 },
    { what: 'header' as const, side: 'vnm', index: 2 },
    { what: 'part' as const, side: 'chn', index: 0 },
    { what: 'counts' as const, side: null, index: null },
  ]
  const scrub = { ...idle, open: { count: 5, newest, kinds: [] } }
  assert.deepEqual(stripOf(scrub, 'ours', 'vnm').damaged, [0, 7])
  assert.deepEqual(stripOf(scrub, 'theirs', 'vnm').damaged, [2])
})
