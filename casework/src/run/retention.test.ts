import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Header } from '@counterpart/protocol'
import { vectors } from '../../../protocol/src/_vectors.ts'
import { endOfPart, keepLongest, readDeletions, readStay, standingStays } from './retention.ts'

type Input =
  | { end: Parameters<typeof endOfPart>[0] }
  | { kind: Header['kind']; kept: Record<string, unknown> }
  | { stays: { side: string; index: number; until: number; time?: number; approver?: string }[] }

/** Of one officer, in the order in which a node holds them: how long they keep, or `null` where the last of them in its log has no effect. */
function staysIn(stays: Extract<Input, { stays: unknown }>['stays']): number | null {
  const entries = stays.map(({ side, index, until, time = 1000, approver }) => ({
    ...{ leaf: `${side} ${index}`, side, index },
    header: { kind: 'stay', time, office: `${side}-office`, officer: 'one', approver } as Header,
    kept: { until, ground: 'court' },
  }))
  const last = entries.toSorted((a, b) => b.index - a.index)[0]
  const standing = standingStays(entries)
  return last && standing.get(last.side)?.entry === last ? keepLongest(standing.values()) : null
}

test('RETENTION-1 RETENTION-4 RETENTION-8 parts end, stays keep, and records are read, as the vectors say', () => {
  for (const { id, input, expected, error } of vectors<Input, unknown>('retention')) {
    const found =
      'end' in input
        ? endOfPart(input.end)
        : 'stays' in input
          ? staysIn(input.stays)
          : readDeletions({ header: { kind: input.kind } as Header, kept: input.kept })
    assert.deepEqual(found, error === undefined ? expected : null, `${id}: ${error}`)
  }
})

test('RETENTION-8 a stay is for a time, however far away it says', () => {
  const header = { kind: 'stay', time: 1000, office: 'aaa-office' } as Header
  const read = (kept: Record<string, unknown>, side = 'aaa') => readStay({ side, header, kept })
  assert.deepEqual(read({ until: 2000, ground: 'court' }), { until: 2000, ground: 'court' })
  const longest = read({ until: Number.MAX_SAFE_INTEGER, ground: 'authority' })
  assert.equal(longest?.until, 1000 + 3660 * 86_400)
  for (const kept of [{ until: -1, ground: 'court' }, { until: 5 }, { until: '5', ground: 'court' }, {}])
    assert.equal(read(kept), null)
  assert.equal(read({ until: 2000, ground: 'court' }, 'bbb'), null, 'an office of the other side')
})
