/** Any number of stays and recalls may lie in a dossier: of each only what it is read by is held. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Entry, readRecall, standingStays } from '@counterpart/casework'
import { canonicalJson, encodeHeader, type Header, partDigest, utf8 } from '@counterpart/protocol'
import type { EntryRow, PartState } from '../../store/store.ts'
import { SALT } from '../_hostile.ts'
import { RELATION } from '../_talk.ts'
import { entryOf, rowOf } from '../log/entry.ts'
import { saidOf } from './said-of.ts'

const DOSSIER = 'ab'.repeat(32)

function said(kind: 'stay' | 'recall', kept: object): [EntryRow, PartState[]] {
  const bytes = utf8(canonicalJson(kept))
  const header = {
    ...{ v: 1, kind, relation: RELATION, seen: 0, time: 1_700_000_000, dossier: DOSSIER },
    ...{ office: 'bbb-office', officer: 'bbb-1', approver: 'bbb-2' },
    ...(kind === 'recall' ? { on: DOSSIER } : {}),
    parts: [{ name: 'kept', digest: partDigest(SALT, bytes), keep: 'always' }],
  } as Header
  const { row } = rowOf('bbb', 0, encodeHeader(header), { running: 0, time: 0 }, () => DOSSIER)
  return [row, [{ name: 'kept', state: 'held', salt: SALT, bytes }]]
}

const LISTS = Array.from({ length: 100 }, () => [0])
const GROUND = { ground: 'court' }

for (const kept of [
  { until: 1_800_000_000, ...GROUND },
  { until: 1_800_000_000, ...GROUND, more: LISTS },
  { until: LISTS, ...GROUND },
  { until: 1, ground: LISTS },
  { until: null, ...GROUND },
  { ...GROUND },
])
  test(`RETENTION-8 a stay says without the rest of its part what it says with it: ${JSON.stringify(kept).slice(0, 50)}`, () => {
    const [row, parts] = said('stay', kept)
    const found = saidOf(row, parts)
    const standing = (of: Entry) => standingStays([of]).get('bbb')?.until
    assert.equal(standing(found), standing(entryOf(row, parts)))
    assert.ok(JSON.stringify(found.kept).length < 80)
  })

const NAMED = Array.from({ length: 15 }, (_, n) => ({ name: `part-${n}`, digest: DOSSIER, keep: 'P1Y' }))
const NAMES = NAMED.map(({ name }) => name)

for (const [what, parts] of Object.entries({
  'one part': ['part-1'],
  'all parts': NAMES,
  'all parts many times': Array(50).fill(NAMES).flat(),
  'a part that is none': ['part-1', 'part-99'],
  'more than there are': Array.from({ length: 500 }, (_, n) => `part-${n}`),
  lists: LISTS,
  'a part and a list': ['part-1', [0]],
  nothing: [],
  'no list': 'part-1',
}))
  test(`RETENTION-10 a recall says without the rest of its part what it says with it: ${what}`, () => {
    const on = { kind: 'act', parts: [{ name: 'kept', digest: DOSSIER, keep: 'always' }, ...NAMED] } as Header
    const [row, given] = said('recall', { parts, ground: 'wrong', more: LISTS })
    const found = saidOf(row, given)
    assert.deepEqual(readRecall(found, on), readRecall(entryOf(row, given), on))
    assert.ok(JSON.stringify(found.kept).length < 250)
  })
