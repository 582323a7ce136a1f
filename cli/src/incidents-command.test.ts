import assert from 'node:assert/strict'
import { test } from 'node:test'
import { incidentLine } from './incidents-command.ts'

test('an incident is one line with all that it says, and nothing in it commands a terminal', () => {
  const one = {
    relation: 'chn~vnm/border',
    at: 1_700_000_000,
    code: 'entry-damaged',
    detail: { what: 'header', note: 'a\u001b[2J\u202e\u2028\u{e0001}b', names: ['Lê Văn A (hư cấu)'] },
  }
  const line = incidentLine(one)
  assert.doesNotMatch(line, /[\p{C}\p{Zl}\p{Zp}]/u)
  assert.ok(line.includes('Lê Văn A (hư cấu)'))
  assert.deepEqual(JSON.parse(line), { ...one, at: '2023-11-14T22:13:20Z' })
})
