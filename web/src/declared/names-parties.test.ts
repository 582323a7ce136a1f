import assert from 'node:assert/strict'
import { test } from 'node:test'
import { procedures } from '@counterpart/procedures'
import type { Field } from '../api/types.ts'
import { namesParties } from './names-parties.ts'

test('a line that takes the codes of parties and nothing else names parties', () => {
  const parties = ['aaa', 'bbb']
  assert.equal(namesParties({ pattern: '^[a-z]{3,12}( [a-z]{3,12})*$' }, parties), 'several')
  assert.equal(namesParties({ pattern: '^[a-z]{3,12}$' }, parties), 'one')
  for (const pattern of [undefined, '^[a-z0-9][a-z0-9-]*$', '^.*$', '^[a-z]+$', '^[0-9 ]+$'])
    assert.equal(namesParties(pattern === undefined ? {} : { pattern }, parties), null, String(pattern))
})

test('a line that takes the code of one party alone, or is written otherwise too, names none', () => {
  assert.equal(namesParties({ pattern: '^aaa$' }, ['aaa', 'bbb']), null)
  assert.equal(namesParties({ pattern: '^[a-z]{3}( [a-z]{3})*$' }, ['aaa', 'bbbb']), null)
})

function linesIn(fields: Readonly<Record<string, Field>>): (string | null)[] {
  return Object.values(fields).flatMap((field) => {
    if (field.kind === 'list') return linesIn(field.row as Record<string, Field>)
    return field.kind === 'line' ? [namesParties(field, ['aaa', 'bbb'])] : []
  })
}

test('of the procedures, some lines name one party, some several, and some none', () => {
  const lines = procedures.flatMap(({ procedure }) => linesIn(procedure.fields as Record<string, Field>))
  for (const named of ['one', 'several', null]) assert.ok(lines.includes(named), String(named))
})
