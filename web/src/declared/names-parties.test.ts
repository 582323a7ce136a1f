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

test('of the procedures, there are lines of both kinds', () => {
  const lines = procedures.flatMap(({ procedure }) =>
    Object.values(procedure.fields as Record<string, Field>).flatMap((field) =>
      field.kind === 'line' ? [namesParties(field, ['aaa', 'bbb'])] : [],
    ),
  )
  assert.ok(lines.includes('several') && lines.includes(null))
})
