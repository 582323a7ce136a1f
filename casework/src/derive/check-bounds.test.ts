import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Condition, Field, Procedure } from '../language/index.ts'
import { outing } from '../run/_outing.ts'
import { checkBounds } from './check-bounds.ts'
import { checkFields } from './check-fields.ts'

const within = (list: string, count = 'amount'): Condition => ({ within: [list, count] })
const list = (part: string): Field => ({
  kind: 'list',
  part,
  most: 9,
  row: { name: { kind: 'line', max: 9 } },
  needs: ['name'],
})
const { plan, turn, ...acts } = outing.acts
assert.ok(plan && turn)
/** An outing of so many, with lists of who comes and of what is taken along. */
const counted: Procedure = {
  ...outing,
  parts: { people: { personal: true, keep: 'P1M' } },
  fields: {
    ...outing.fields,
    seats: { kind: 'count', part: 'kept', min: 0, max: 9 },
    guests: list('people'),
    bags: list('kept'),
  },
  acts: {
    ...acts,
    plan: { ...plan, may: ['amount', 'seats', 'guests', 'bags'] },
    turn: { ...turn, needs: [], may: ['amount', 'guests'], drops: ['seats'] },
  },
  rules: { fits: { all: [within('guests'), within('guests', 'seats')] }, carried: within('bags') },
}
const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `n${at}` }))
const at = ({ path, code }: { path: string; code: string }) => `${path} ${code}`

test('PROCEDURE-13 a list of an act has no more rows than the counts say that stand with it', () => {
  const turned = (kept: object, fields: object) =>
    checkBounds(counted, 'turn', { ...kept }, { ...fields }).map(at)
  assert.deepEqual(turned({ amount: 2 }, { guests: rows(2) }), [])
  assert.deepEqual(turned({ amount: 2 }, { guests: rows(3) }), ['/guests contradiction'])
  assert.deepEqual(turned({ amount: 2 }, { guests: rows(3), amount: 3 }), [])
  assert.deepEqual(turned({ amount: 3 }, { guests: rows(3), amount: 2 }), ['/guests contradiction'])
  assert.deepEqual(turned({}, { guests: rows(3) }), [], 'nothing was counted')
  assert.deepEqual(turned({ seats: 1 }, { guests: rows(3) }), [], 'what the act drops does not stand with it')
  assert.deepEqual(turned({ amount: 0 }, { amount: 0 }), [], 'it has no list')
  assert.deepEqual(checkBounds(outing, 'nothing', {}, { guests: rows(3) }), [])
})

test('PROCEDURE-13 a list that names everybody has as many rows as the count says', () => {
  const exact = { ...counted, rules: { all: { exactly: ['guests', 'amount'] } as Condition } }
  const planned = (fields: object) => checkBounds(exact, 'plan', {}, { ...fields }).map(at)
  assert.deepEqual(planned({ amount: 2, guests: rows(2) }), [])
  for (const count of [1, 3])
    assert.deepEqual(planned({ amount: 2, guests: rows(count) }), ['/guests contradiction'])
  assert.deepEqual([planned({ amount: 2 }), planned({ guests: rows(2) })], [[], []])
})

test('PROCEDURE-13 an opening names no more than it counts', () => {
  const planned = (fields: object) => checkFields(counted, 'plan', { label: 'x', ...fields }).map(at)
  assert.deepEqual(planned({ amount: 2, seats: 9, guests: rows(2), bags: rows(2) }), [])
  assert.deepEqual(planned({ amount: 9, seats: 1, guests: rows(2) }), ['/guests contradiction'])
  assert.deepEqual(planned({ amount: 1, bags: rows(2) }), ['/bags contradiction'])
  assert.deepEqual(planned({ guests: rows(9) }), [])
})
