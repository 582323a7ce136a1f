import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalJson, encodeHeader, leafHash, utf8 } from '@counterpart/protocol'
import type { EntryRow, PartState } from '../../store/store.ts'
import { entryOf } from './entry.ts'

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
