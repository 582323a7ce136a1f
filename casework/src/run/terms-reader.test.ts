import assert from 'node:assert/strict'
import test from 'node:test'
import { logOf, newNode, record, settle } from './_nodes.ts'
import { AAA, BASIS, BBB, MIRRORED, MONDAY, SAMPLE } from './_sample.ts'
import { BASIC, readerOf } from './_schedule.ts'

/** Whatever was agreed later is read through the cut of before as it was then, and through the next as it is. */
test('CUT-6 each of the terms is read as a later act left it, and through an earlier cut as it was', () => {
  const [a, b] = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)]
  const common = { procedure: BASIS, dossier: BASIC }
  record(a, { kind: 'open', ...common, act: 'found', kept: { title: 'x' } })
  settle(a, b)
  const lists = (party: string, digests: readonly string[]) => digests.map((digest) => ({ party, digest }))
  const both = (kept: Record<string, unknown>) => {
    const { leaf } = record(a, { ...common, act: 'table', kept })
    settle(a, b)
    record(b, { ...common, act: 'adopt', on: leaf })
  }
  const durations = (lasts: string) => [{ name: 'sample.reply', counts: 'hours', lasts }]
  const zones = (seconds: number) => [{ party: AAA, seconds }]
  const steps: Record<string, () => void> = {
    digests: () => {
      record(a, { ...common, act: 'list-first', kept: { 'accepts-first': lists(AAA, [SAMPLE, MIRRORED]) } })
      record(b, { ...common, act: 'list-second', kept: { 'accepts-second': lists(BBB, [SAMPLE]) } })
    },
    parameters: () => both({ durations: durations('PT1H') }),
    offsets: () => both({ zones: zones(25_200) }),
    holidays: () =>
      record(a, {
        ...common,
        act: 'list-first',
        kept: { 'days-first': [{ party: AAA, date: { date: '2024-02-10' } }] },
      }),
    'digests again': () =>
      record(b, {
        ...common,
        act: 'list-second',
        kept: { 'accepts-second': lists(BBB, [SAMPLE, MIRRORED]) },
      }),
    'parameters again': () => both({ durations: durations('PT2H') }),
    'offsets again': () => both({ zones: zones(28_800) }),
    'holidays again': () =>
      record(a, {
        ...common,
        act: 'list-first',
        kept: { 'days-first': [{ party: AAA, date: { date: '2024-02-11' } }] },
      }),
  }
  const cuts = Object.entries(steps).map(([name, step]) => {
    step()
    settle(a, b)
    return { name, keeper: logOf(a, AAA).length, guest: logOf(a, BBB).length }
  })
  const one = {
    digests: [SAMPLE],
    parameters: { 'sample.reply': { counts: 'hours', lasts: 'PT1H' } },
    offsets: { aaa: 25_200 },
    holidays: { aaa: ['2024-02-10'] },
  }
  const other = {
    digests: [MIRRORED, SAMPLE],
    parameters: { 'sample.reply': { counts: 'hours', lasts: 'PT2H' } },
    offsets: { aaa: 28_800 },
    holidays: { aaa: ['2024-02-11'] },
  }
  const expected = { digests: [] as string[], parameters: {}, offsets: {}, holidays: {} }
  for (const node of [a, b]) {
    const read = readerOf(node)
    let now: typeof expected = expected
    for (const { name, ...cut } of cuts) {
      const [slot, again] = name.split(' ') as [keyof typeof expected, string?]
      now = { ...now, [slot]: (again ? other : one)[slot] }
      assert.deepEqual(read(cut, AAA), now, name)
    }
  }
})
