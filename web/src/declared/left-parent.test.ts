import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Declared, Dossier } from '../api/types.ts'
import { leftBy, perhapsLeft } from './left-parent.ts'

const links = {
  bring: { opens: 'handover', from: ['due', 'due-again'], by: 'other' },
  ask: { opens: 'request', from: ['due'] },
  again: { opens: 'request', from: ['due'], by: 'either' },
}
const all = [
  { digest: 'w1', agreed: true, procedure: { name: 'wanted', version: 1, links } },
] as unknown as Declared[]

const opened = (procedure: string, final = false) => ({
  id: 'here',
  procedure,
  path: [{ state: 'begun', time: 0, current: true, final }],
})
const parent = (state: string, fields: Dossier['fields'] = {}) => ({
  digest: 'w1',
  procedure: 'wanted',
  state,
  fields,
})

test('what was opened for what its parent waits for is told once the parent waits for it no more', () => {
  assert.equal(leftBy(all, parent('due'), opened('handover')), null)
  assert.equal(leftBy(all, parent('due-again'), opened('handover')), null)
  assert.deepEqual(leftBy(all, parent('released'), opened('handover')), ['due', 'due-again'])
})

test('nothing is told of what has ended, or of what its parent goes on because of', () => {
  assert.equal(leftBy(all, parent('released'), opened('handover', true)), null)
  assert.equal(leftBy(all, parent('over', { handover: { dossier: 'here' } }), opened('handover')), null)
  assert.deepEqual(leftBy(all, parent('over', { handover: { dossier: 'other' } }), opened('handover')), [
    'due',
    'due-again',
  ])
})

test('a link that names no side opens what stands by itself', () => {
  assert.equal(leftBy(all, parent('released'), opened('request')), null)
  assert.equal(leftBy([], parent('released'), opened('handover')), null)
})

test('a parent is read whole only where it may have gone on, and only what it is filed under is one', () => {
  const refs = [
    { id: 'left', relation: 'filed-under', procedure: 'wanted', state: 'released' },
    { id: 'waits', relation: 'filed-under', procedure: 'wanted', state: 'due' },
    { id: 'named', relation: 'refers-to', procedure: 'wanted', state: 'released' },
  ] as unknown as Dossier['parents']
  const read = (final: boolean) =>
    perhapsLeft(all, { ...opened('handover', final), parents: refs }).map(({ id }) => id)
  assert.deepEqual(read(false), ['left'])
  assert.deepEqual(read(true), [])
})
