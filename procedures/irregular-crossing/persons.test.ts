import assert from 'node:assert/strict'
import { test } from 'node:test'
import { irregularCrossing } from './procedure.ts'

test('whoever holds persons lists them to the other side behind non-refoulement, whatever becomes of them', () => {
  const { acts, gates } = irregularCrossing
  const naming = Object.entries(acts).filter(
    ([, { by, needs, may = [] }]) => by !== 'other' && [...needs, ...may].includes('persons'),
  )
  assert.deepEqual(
    naming.map(([name]) => name),
    ['ask-verification', 'propose-return'],
  )
  for (const [name] of naming) assert.ok(gates?.['non-refoulement']?.before.includes(name), name)
})
