import assert from 'node:assert/strict'
import { test } from 'node:test'
import { informationRequest } from '@counterpart/procedures'
import { HANDLINGS } from '../api/types.ts'
import { isContrary } from './evidence.ts'

test('what is handled as no evidence is not given as evidence, nor the other way round', () => {
  const field = informationRequest.fields['evidence-consent']
  const said = field?.kind === 'choice' ? field.of : []
  const found = said.flatMap((one) =>
    HANDLINGS.filter((handling) => isContrary(handling, { 'evidence-consent': one })).map((handling) => [
      handling,
      one,
    ]),
  )
  assert.deepEqual(found, [
    ['H0', 'not-given'],
    ['H1', 'given'],
  ])
  for (const handling of [...HANDLINGS, null]) assert.equal(isContrary(handling, {}), false)
})
