import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMMON, COMMON_FIELDS } from './common-acts.ts'
import { fits } from './define.test-d.ts'
import { LANGUAGE } from './vocabulary.ts'

test('writes common acts out, with the fields they and others name', () => {
  assert.deepEqual(Object.keys(fits.acts), ['put', 'reply', 'note'])
  assert.deepEqual(fits.acts.note, { ...COMMON.note, from: ['put'] })
  assert.deepEqual(fits.fields.message, COMMON_FIELDS.message)
  assert.deepEqual(Object.keys(fits.fields), ['matter', 'pace', 'message'])
})

test('leaves nothing open that a digest covers', () => {
  assert.equal(fits.language, LANGUAGE)
  assert.equal(fits.plays, null)
  assert.equal(fits.once, false)
  assert.equal(fits.unsettled, 20)
  assert.ok(!Object.hasOwn(fits, 'common'))
})
