import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { HASH, lendFields, lending, wishFields } from './_invented.ts'
import { fieldsOf } from './_values.ts'
import { joinParts, partsOf } from './parts.ts'

test('puts every field into its part, and the reserved keys into the kept one', () => {
  const parts = partsOf(lending, 'lend', lendFields, { number: '9' })
  assert.deepEqual(parts, {
    kept: { number: '9', handed: lendFields.handed },
    people: { bearer: lendFields.bearer },
    content: { where: lendFields.where },
  })
  assert.deepEqual(partsOf(lending, 'bring', {}), { kept: {} })
})

test('throws for acts and fields that are not declared', () => {
  assert.throws(() => partsOf(lending, 'constructor', {}), { code: 'unknown-act' })
  assert.throws(() => partsOf(lending, 'wish', { constructor: 1 }), { code: 'bad-declaration' })
})

test('gives back what it was given', () => {
  fc.assert(
    fc.property(
      fieldsOf(lending, 'wish'),
      fc.option(fc.constant('17'), { nil: undefined }),
      (fields, number) => {
        const reserved = number === undefined ? {} : { number }
        const parts = partsOf(lending, 'wish', fields, reserved)
        assert.deepEqual(joinParts(lending, 'wish', parts), { fields, reserved, unreadable: [] })
      },
    ),
  )
})

test('gives back what is left when parts were destroyed', () => {
  const { kept } = partsOf(lending, 'lend', lendFields)
  assert.deepEqual(joinParts(lending, 'lend', { kept }).fields, { handed: lendFields.handed })
  assert.deepEqual(joinParts(lending, 'lend', {}), { fields: {}, reserved: {}, unreadable: [] })
})

test('a peer cannot let one part speak for another', () => {
  const { kept, content } = partsOf(lending, 'wish', wishFields)
  const parts = { kept, content: { ...content, pace: 'slow', fragile: false } }
  assert.deepEqual(joinParts(lending, 'wish', parts).fields, wishFields)
})

test('a peer can put anything into a part, and nothing of it is shown', () => {
  const strange = { kept: { thing: 'x', pace: 'slow', level: 'moon', number: 7 }, content: [1], people: null }
  assert.deepEqual(joinParts(lending, 'wish', strange), {
    fields: { pace: 'slow' },
    reserved: {},
    unreadable: ['thing'],
  })
  assert.deepEqual(joinParts(lending, 'constructor', strange).fields, {})
  const under = [{ dossier: HASH }]
  assert.deepEqual(joinParts(lending, 'wish', { kept: { under } }).reserved, { under })
})
