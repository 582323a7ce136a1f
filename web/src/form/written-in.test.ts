import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wrongsOf } from './check.ts'
import { writtenIn } from './written-in.ts'

test('what is written again has everything, and where a file was its name: it is not sent before that is chosen or taken away', () => {
  const file = { kind: 'file', part: 'kept' }
  const row = { on: { kind: 'date' }, scan: { kind: 'file' } }
  const fields = { paper: file, rows: { kind: 'list', row }, why: { kind: 'line' } }
  const of = { procedure: { fields } } as never
  const scan = { name: 'a.pdf', digest: 'd', type: 'application/pdf', bytes: 1 }
  const typed = { paper: scan, why: 'w', rows: [{ on: { date: '2026' }, scan }, {}, { scan }] }
  const again = { coming: true, again: 'a.pdf' }
  const rows = [{ on: { date: '2026' }, scan: again }, {}, { scan: again }]
  const written = writtenIn(of, typed)
  assert.deepEqual(written, { paper: again, why: 'w', rows })
  const wrong = (...at: string[]) => ({ wrong: 'coming', at })
  assert.deepEqual(wrongsOf({} as never, written), {
    paper: [wrong()],
    rows: [wrong('0', 'scan'), wrong('2', 'scan')],
  })
})
