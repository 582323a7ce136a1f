import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alarmsIn, check, differences } from './codes.ts'

test('a code that is missing in the table, that nothing gives or that stands twice is told, and so is a row of nothing', () => {
  const wanted = { bytes: ['bad-a', 'bad-b'], evidence: ['none'] }
  const evidence = ['evidence', '`none`'] as const
  assert.deepEqual(differences([['bytes', '`bad-b` `bad-a`'], evidence], wanted), [])
  assert.deepEqual(differences([['bytes', '`bad-a` `bad-c`'], evidence], wanted), [
    'bad-b of bytes is missing',
    'bad-c is none of bytes',
  ])
  assert.deepEqual(differences([['bytes', '`bad-a` `bad-b` `bad-a`'], evidence, ['more', '']], wanted), [
    'a code of bytes stands twice',
    'nothing in the code has the codes of more',
  ])
  assert.deepEqual(differences([['bytes', '`bad-a` `bad-b`']], wanted), ['none of evidence is missing'])
})

test('the alarms of the manual are read row by row, and of incidents those that only warn', () => {
  const table = [
    ['`a-b`, `c-d`', '`not-one`', ''],
    ['`incident`', 'of the last day: `mild`', 'any other'],
  ]
  assert.deepEqual(alarmsIn(table), [
    ['an alarm', '`a-b`, `c-d` `incident`'],
    ['an incident that only warns', 'of the last day: `mild`'],
  ])
})

test('the tables of codes in the spec and of alarms in the manual are those of the code', () => {
  assert.deepEqual(check(), [])
})
