import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wrongsOf } from './check.ts'
import { isNearMost, lengthOf } from './length.ts'

test('a length is in code points of the text as it is sent', () => {
  assert.equal(lengthOf(''), 0)
  assert.equal(lengthOf('\u{20000}\u{20001}'), 2)
  assert.equal(lengthOf('Mo\u0301ng'), 4)
})

test('a text tells its length when it is over four fifths full', () => {
  assert.equal(isNearMost('a'.repeat(80), 100), false)
  assert.equal(isNearMost('a'.repeat(81), 100), true)
  assert.equal(isNearMost('\u{20000}'.repeat(80), 100), false)
})

test('what is too long is found with both lengths, wherever in its field, and what fits is not', () => {
  const text = { type: 'object', properties: { text: { type: 'string', maxLength: 3 } } }
  const schema = { type: 'object', properties: { reason: { type: 'object', properties: { vi: text } } } }
  const long = { reason: { vi: { text: '\u{20000}'.repeat(4) } } }
  assert.deepEqual(wrongsOf(schema, long), {
    reason: [{ wrong: 'too-long', at: ['vi', 'text'], length: { most: 3, written: 4 } }],
  })
  assert.deepEqual(wrongsOf(schema, { reason: { vi: { text: '\u{20000}'.repeat(3) } } }), {})
})
