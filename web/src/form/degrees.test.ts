import assert from 'node:assert/strict'
import { test } from 'node:test'
import { degreesOf } from './degrees.ts'

test('a latitude is taken as it is written in Vietnam and in China', () => {
  for (const typed of ['21,53912', '21.53912', '２１．５３９１２', '２１，５３９１２', ' 21.53912 '])
    assert.equal(degreesOf(typed), '21.53912')
  assert.equal(degreesOf('−8,5'), '-8.5')
})

test('what is no latitude stays as it was typed', () => {
  for (const typed of ['', '21°32', '1.2.3', 'north']) assert.equal(degreesOf(typed), typed)
})
