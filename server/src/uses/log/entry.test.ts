import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalJson, encodeHeader, leafHash, utf8 } from '@counterpart/protocol'
import type { EntryRow, PartState } from '../../store/store.ts'
import { entryOf, rowOf } from './entry.ts'

const digest = 'ab'.repeat(32)
const bytes = encodeHeader({
  v: 1,
  kind: 'mark',
  seen: 0,
  time: 1,
  parts: [
    { name: 'kept', digest, keep: 'always' },
    { name: 'person', digest, keep: 'P1D' },
  ],
})
const row: EntryRow = {
  side: 'aaa',
  index: 0,
  leaf: leafHash(bytes),
  bytes,
  running: 0,
  time: 1,
  kind: 'mark',
  dossier: null,
}
const kept: PartState = {
  name: 'kept',
  state: 'held',
  salt: new Uint8Array(32),
  bytes: utf8(canonicalJson({ a: 1 })),
}

test('PROCEDURE-3 what is folded of an entry is the same before and after a part was destroyed', () => {
  const person = { name: 'person', salt: new Uint8Array(32), bytes: utf8('{}') }
  const before = entryOf(row, [kept, { ...person, state: 'held' }])
  const after = entryOf(row, [kept, { name: 'person', state: 'destroyed' }])
  assert.deepEqual(after, before)
  assert.deepEqual(before.parts, ['kept', 'person'])
})

test('PROCEDURE-7 RETENTION-9 what an entry gave follows from its header, also where its author declared it absent', () => {
  assert.deepEqual(entryOf(row, [kept, { name: 'person', state: 'absent' }]).parts, ['kept', 'person'])
  assert.equal(entryOf(row, [{ name: 'kept', state: 'absent' }]).kept, null)
})

test('ORDER-3 what a log has seen is stored as the largest so far: a lower one, or bytes that are no header, move nothing', () => {
  const mark = (seen: number) =>
    encodeHeader({ v: 1, kind: 'mark', seen, time: 1, parts: [{ name: 'kept', digest, keep: 'always' }] })
  let before = { running: 0, time: 0 }
  const stored = [mark(2), mark(0), utf8('no header'), mark(3), mark(1)].map((bytes, index) => {
    const { row } = rowOf('aaa', index, bytes, before, () => null)
    before = row
    return row.running
  })
  assert.deepEqual(stored, [2, 2, 2, 3, 3])
})
