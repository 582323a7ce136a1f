import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Dossier } from '../api/types.ts'
import { ENOUGH, type Referable, readsOn, referable } from './referable.ts'

const row = (id: string, plays: string | null = null): Referable => ({
  id,
  title: null,
  procedure: 'handover',
  plays,
})
const dossier = (id: string, children: Referable[], parents: Referable[]) =>
  ({ ...row(id), children, parents }) as unknown as Dossier
const ids = (rows: readonly Referable[]) => rows.map(({ id }) => id)

test('what is filed under the dossier and what it is filed under comes first, each once', () => {
  const beside = { dossier: dossier('here', [row('child')], [row('parent')]), isNew: false }
  const rows = [row('due-first'), row('parent'), row('child'), row('last')]
  assert.deepEqual(ids(referable(null, beside, rows)), ['child', 'parent', 'due-first', 'last'])
  assert.deepEqual(ids(referable(null, null, rows)), ['due-first', 'parent', 'child', 'last'])
})

test('a new dossier is offered first the one that it is filed under', () => {
  const beside = { dossier: dossier('here', [row('child')], [row('parent')]), isNew: true }
  assert.deepEqual(ids(referable(null, beside, [row('here'), row('other')])), [
    'here',
    'child',
    'parent',
    'other',
  ])
})

test('what is linked and plays another part is not offered', () => {
  const beside = { dossier: dossier('here', [row('child'), row('law', 'instrument')], []), isNew: true }
  assert.deepEqual(ids(referable('instrument', beside, [row('treaty', 'instrument')])), ['law', 'treaty'])
})

test('more is read only in an open box, one page at a time, until enough fit or nothing is left', () => {
  const box = {
    isOpen: true,
    hasNext: true,
    isReading: false,
    failed: false,
    fitting: ENOUGH - 1,
    wanted: ENOUGH,
  }
  assert.equal(readsOn(box), true)
  for (const other of [
    { isOpen: false },
    { hasNext: false },
    { isReading: true },
    { failed: true },
    { fitting: ENOUGH },
  ])
    assert.equal(readsOn({ ...box, ...other }), false)
  assert.equal(readsOn({ ...box, fitting: ENOUGH, wanted: 2 * ENOUGH }), true)
})
