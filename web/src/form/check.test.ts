import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Condition } from '@counterpart/casework/language'
import { askedBy, cleaned, refusedField, wrongsOf } from './check.ts'

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['subject', 'rows'],
  properties: {
    subject: { type: 'string', maxLength: 5 },
    rows: {
      type: 'array',
      minItems: 1,
      items: { type: 'object', required: ['answer'], properties: { answer: { type: 'string' } } },
    },
  },
}

test('what is missing and what is too long is named by its field', () => {
  assert.deepEqual(wrongsOf(schema, {}), { subject: 'needed', rows: 'needed' })
  assert.deepEqual(wrongsOf(schema, { subject: 'too long', rows: [{ answer: 'a' }] }), {
    subject: 'too-long',
  })
})

test('what is wrong inside a row is found at its list', () => {
  assert.deepEqual(wrongsOf(schema, { subject: 'a', rows: [{}] }), { rows: 'needed' })
  assert.deepEqual(wrongsOf(schema, { subject: 'a', rows: [{ answer: 7 }] }), { rows: 'shape' })
})

test('what is right has nothing wrong', () => {
  assert.deepEqual(wrongsOf(schema, { subject: 'a', rows: [{ answer: 'b' }] }), {})
})

test('a condition that does not hold leads to the fields that would make it hold', () => {
  const condition: Condition = {
    any: [{ equals: ['haste', 'none'] }, { all: [{ present: 'reason' }, { present: 'by' }] }],
  }
  assert.deepEqual(askedBy(condition, { haste: 'much', by: 'noon' }), ['reason'])
  assert.deepEqual(askedBy({ not: { present: 'reason' } }, {}), [])
})

test('a refusal by the node leads to the field in which it found what is wrong', () => {
  assert.equal(refusedField('/fields/letter-date/date'), 'letter-date')
  assert.equal(refusedField('/fields/rows/0/to'), 'rows')
  for (const path of [null, '', '/', '/fields', '/request', '/to/fields/letter-date', 'fields/rows'])
    assert.equal(refusedField(path), null, String(path))
})

test('what was left empty is not sent', () => {
  assert.deepEqual(
    cleaned({
      a: ' ',
      b: { vi: { text: '', standing: 'authoritative' } },
      c: [{}, { d: 'x' }],
      e: false,
      f: 0,
      g: null,
    }),
    { c: [{ d: 'x' }], e: false, f: 0 },
  )
})

test('what is sent is in normal form C', () => {
  assert.deepEqual(cleaned({ a: 'Mo\u0301ng Ca\u0301i' }), { a: 'M\u00f3ng C\u00e1i' })
})
