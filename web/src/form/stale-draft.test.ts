import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isStaleDraft, writtenIn } from './stale-draft.ts'

test('a draft is stale once its dossier stands elsewhere than where it was written', () => {
  assert.equal(isStaleDraft({ position: 'p1' }, { position: 'p1' }), false)
  assert.equal(isStaleDraft({ position: 'p1' }, { position: 'p2' }), true)
})

test('one that opens a dossier is never stale, and while the dossier is not read nothing is said', () => {
  assert.equal(isStaleDraft({ position: null }, { position: 'p1' }), false)
  assert.equal(isStaleDraft({ position: 'p1' }, undefined), false)
})

test('what is written again has everything but its files', () => {
  const file = { kind: 'file', part: 'kept' }
  const row = { on: { kind: 'date' }, scan: { kind: 'file' } }
  const fields = { paper: file, rows: { kind: 'list', row }, why: { kind: 'line' } }
  const of = { procedure: { fields } } as never
  const scan = { name: 'a.pdf', digest: 'd' }
  const typed = { paper: scan, why: 'w', rows: [{ on: { date: '2026' }, scan }, { scan }] }
  assert.deepEqual(writtenIn(of, typed), { why: 'w', rows: [{ on: { date: '2026' } }, {}] })
})
