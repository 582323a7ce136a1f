import assert from 'node:assert/strict'
import { test } from 'node:test'
import { digestOf, type Procedure } from '@counterpart/casework'
import { ERRAND, PROCEDURES } from '../_pacts.ts'
import { act, agree, headsOf, RELATION, request, talk } from '../_talk.ts'
import { newSide, officer, type Side } from '../_world.ts'
import { record } from './record.ts'

const errand = PROCEDURES.get(ERRAND)?.procedure ?? assert.fail()
const { ask, answer, ...acts } = errand.acts
assert.ok(ask && answer)
const row = { name: { kind: 'line', max: 20 } } as const
/** An errand that says of how many it is, and names them in a part that can be destroyed. */
const counted: Procedure = {
  ...errand,
  name: 'test-counted',
  fields: {
    ...errand.fields,
    people: { kind: 'count', part: 'kept', min: 0, max: 9 },
    named: { kind: 'list', part: 'person', most: 9, row, needs: ['name'] },
  },
  acts: {
    ...acts,
    ask: { ...ask, may: [...(ask.may ?? []), 'people', 'named'] },
    answer: { ...answer, may: ['people', 'named'] },
  },
  rules: { listed: { within: ['named', 'people'] } },
}
const digest = digestOf(counted)
const procedures = new Map([...PROCEDURES, [digest, { procedure: counted, texts: {} }]])
const names = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `n${at}` }))

function open(side: Side, fields: Record<string, unknown>) {
  return record(side.node, side.relation(RELATION), {
    kind: 'open',
    request: request(),
    author: officer(side.node.party),
    procedure: digest,
    act: 'ask',
    fields: { title: 'one', ...fields },
    handling: 'H1',
  })
}

test('DECLARATION-7 a node records no more rows of its own officers than the count says, and nothing of them leaves', async () => {
  const a = await newSide('aaa', [RELATION], 1, {}, { procedures })
  const b = await newSide('bbb', [RELATION], 2, {}, { procedures })
  await agree(a, b, RELATION, [digest])
  const before = (await headsOf(a)).ours.size
  const refused = { code: 'bad-fields', path: '/fields/named' }
  await assert.rejects(open(a, { people: 1, named: names(2) }), refused)
  assert.equal((await headsOf(a)).ours.size, before)
  const { dossier, leaf } = await open(a, { people: 2, named: names(2) })
  await talk(a, b)
  const said = (fields: object) =>
    act(b, dossier, 'answer', { on: leaf, fields: { outcome: 'yes', ...fields } })
  const size = (await headsOf(b)).ours.size
  await assert.rejects(said({ named: names(3) }), refused)
  await assert.rejects(said({ people: 1, named: names(2) }), refused)
  assert.equal((await headsOf(b)).ours.size, size)
  assert.equal((await said({ people: 3, named: names(3) })).kind, 'recorded')
})
