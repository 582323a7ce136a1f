import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { INCIDENT_CODES } from './incident.ts'

test('the manual of operators says of every incident, and of no other, what it means and what to do', () => {
  const manual = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8')
  const chapter = manual.split('\n### Incidents\n')[1]?.split('\n##')[0] ?? ''
  const rows = chapter
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()))
  assert.deepEqual(
    rows.map(([code]) => code),
    INCIDENT_CODES.map((code) => `\`${code}\``),
  )
  for (const row of rows) {
    assert.equal(row.length, 3, row.join())
    assert.ok(!row.includes(''), row.join())
  }
})
