import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handover } from './procedure.ts'

test('whoever is handed over is listed only by what asks every safeguard of persons anew', () => {
  const { acts, gates } = handover
  const naming = Object.entries(acts).filter(([, { needs, may = [] }]) =>
    [...needs, ...may].includes('persons'),
  )
  assert.deepEqual(
    naming.map(([name]) => name),
    ['announce-handover', 'propose-list'],
  )
  for (const name of ['non-refoulement', 'identity', 'minor', 'non-punishment'] as const)
    assert.deepEqual(gates?.[name]?.on.slice(0, 2), ['announce-handover', 'agree-list'], name)
})
