import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writtenIn } from './written-in.ts'

test('what is written again has everything but its files', () => {
  const file = { kind: 'file', part: 'kept' }
  const row = { on: { kind: 'date' }, scan: { kind: 'file' } }
  const fields = { paper: file, rows: { kind: 'list', row }, why: { kind: 'line' } }
  const of = { procedure: { fields } } as never
  const scan = { name: 'a.pdf', digest: 'd' }
  const typed = { paper: scan, why: 'w', rows: [{ on: { date: '2026' }, scan }, { scan }] }
  assert.deepEqual(writtenIn(of, typed), { why: 'w', rows: [{ on: { date: '2026' } }, {}] })
})
