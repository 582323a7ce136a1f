import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalJson, encodeHeader, leafHash, utf8 } from '@counterpart/protocol'
import type { EntryRow, PartState } from '../store/store.ts'
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

test('PROCEDURE-7 a part that its author declared absent was not given', () => {
  assert.deepEqual(entryOf(row, [kept, { name: 'person', state: 'absent' }]).parts, ['kept'])
  const without = entryOf(row, [{ name: 'kept', state: 'absent' }])
  assert.deepEqual([without.kept, without.parts], [null, []])
})

test('LOG what is stored beside a header is compared with it where an entry is read', () => {
  const act = encodeHeader({
    v: 1,
    kind: 'act',
    seen: 3,
    time: 9,
    parts: [{ name: 'kept', digest, keep: 'always' }],
    dossier: digest,
    procedure: digest,
    act: 'tell',
    office: 'aaa-one',
    officer: 'x',
    handling: 'H0',
  })
  const rows: Record<string, EntryRow> = {
    mark: row,
    act: { ...row, bytes: act, leaf: leafHash(act), kind: 'act', running: 3, time: 9, dossier: digest },
    malformed: { ...row, bytes: utf8('{}'), leaf: leafHash(utf8('{}')), kind: 'malformed' },
  }
  for (const one of Object.values(rows)) assert.doesNotThrow(() => entryOf(one, []))
  const other = 'cd'.repeat(32)
  const flipped: EntryRow[] = [
    { ...(rows.act as EntryRow), kind: 'opened' },
    { ...(rows.act as EntryRow), kind: 'malformed' },
    { ...(rows.act as EntryRow), time: 8 },
    { ...(rows.act as EntryRow), running: 2 },
    { ...(rows.act as EntryRow), dossier: other },
    { ...(rows.act as EntryRow), dossier: null },
    { ...(rows.mark as EntryRow), dossier: other },
    { ...(rows.malformed as EntryRow), kind: 'mark' },
    { ...(rows.malformed as EntryRow), dossier: other },
  ]
  for (const one of flipped) assert.throws(() => entryOf(one, []), { code: 'entry-damaged' }, one.kind)
})
