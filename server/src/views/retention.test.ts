import assert from 'node:assert/strict'
import { test } from 'node:test'
import { two } from '../uses/_retained.ts'
import { ask, RELATION, request, talk } from '../uses/_talk.ts'
import { officer } from '../uses/_world.ts'
import { record } from '../uses/record.ts'
import { look } from './look.ts'
import { retentionOf } from './retention.ts'

test('what the other side says for a stay reads as its bytes do: a sign that turns it round is named in its place', async () => {
  const [a, b] = await two()
  const { dossier } = await ask(a)
  await talk(a, b)
  await record(b.node, b.relation(RELATION), {
    kind: 'stay',
    request: request(),
    author: officer('bbb', 'legal-reviewer'),
    dossier,
    until: b.time.now + 86_400,
    ground: 'court',
    reference: 'invented \u202e7/1',
  })
  await talk(a, b)
  const { stays } = await look(a.node, a.relation(RELATION), (at) => retentionOf(at, dossier, [], new Set()))
  assert.deepEqual(
    stays.map(({ side, reference }) => [side, reference]),
    [['bbb', 'invented [U+202E]7/1']],
  )
})
