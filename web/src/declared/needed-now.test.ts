import assert from 'node:assert/strict'
import { test } from 'node:test'
import { procedures } from '@counterpart/procedures'
import type { Declared } from '../api/types.ts'
import { neededNow } from './needed-now.ts'

const graded = { any: [{ not: { equals: ['haste', 'much'] } }, { present: 'reason' }] } as const
const either = { any: [{ present: 'place' }, { present: 'road' }] } as const
const singly = {
  any: [
    { equals: ['place', 'here'] },
    { all: [{ equals: ['road', true] }, { not: { equals: ['haste', 'much'] } }] },
  ],
} as const
const kept = { part: 'kept' }
const declared = {
  procedure: {
    acts: {
      ask: { opens: true, when: graded, may: ['reason'] },
      add: { may: ['reason'] },
      plead: { opens: true, when: either },
      list: { opens: true, when: singly, may: ['road'] },
    },
    fields: { haste: kept, reason: kept, place: kept, road: kept },
    parts: {},
    rules: { graded },
  },
} as unknown as Declared
const asked = (act: string, values: object, standing: object = {}) =>
  neededNow(declared, act, { ...values }, { ...standing })

test('a field that may be left out is asked for while something chosen beside it asks for it', () => {
  assert.deepEqual(asked('ask', {}), [])
  assert.deepEqual(asked('ask', { haste: 'little' }), [])
  assert.deepEqual(asked('ask', { haste: 'much' }), ['reason'])
  assert.deepEqual(asked('ask', { haste: 'much', reason: 'r' }), ['reason'], 'nor may it be taken out again')
  assert.deepEqual(asked('ask', { haste: 'little', reason: 'r' }), [])
})

test('a field that has to have one value is asked for where it has none', () => {
  assert.deepEqual(asked('list', { place: 'here' }), [])
  assert.deepEqual(asked('list', { place: 'there', haste: 'little' }), ['road'])
  assert.deepEqual(asked('list', { place: 'there', haste: 'little', road: true }), ['road'])
  assert.deepEqual(asked('list', {}), [])
})

test('who hands over persons is told that each has to be looked into', () => {
  const procedure = procedures.find(({ procedure: { name } }) => name === 'handover')?.procedure
  const announced = { kind: 'return', 'persons-count': 1, 'children-count': 0 }
  const of = { procedure } as unknown as Declared
  assert.deepEqual(neededNow(of, 'announce-handover', announced), ['each-checked'])
  assert.deepEqual(neededNow(of, 'announce-handover', { kind: 'items-only', 'persons-count': 0 }), [])
})

test('what stands in the dossier counts as chosen and as said, and what a form does not know asks for nothing', () => {
  assert.deepEqual(asked('add', {}), [])
  assert.deepEqual(asked('add', {}, { haste: 'much' }), ['reason'])
  assert.deepEqual(asked('add', { haste: 'much' }, { reason: 'r' }), [])
})

test('where one of several would do, none is asked for alone', () => {
  assert.deepEqual(asked('plead', {}), [])
})

test('no form that opens a dossier asks for what may be left out before anything is chosen in it', () => {
  for (const { procedure } of procedures)
    for (const [name, { opens, may = [] }] of Object.entries(procedure.acts)) {
      if (!opens) continue
      const of = { procedure } as unknown as Declared
      const now = neededNow(of, name, {})
      const claimed = now.filter((field) => may.some((one) => one === field))
      assert.deepEqual(claimed, [], `${procedure.name} ${name}`)
    }
})
