import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countOf, dateOf, dossierOf, lineOf, rowsIn, wordsOf } from './read.ts'

test('a date is read with the reason for what was inferred', () => {
  const inferred = { en: { text: 'year of the delegation', standing: 'authoritative' } }
  assert.deepEqual(dateOf({ date: '2019-11', inferred }), { date: '2019-11', inferred })
  assert.deepEqual(dateOf({ date: '2019' }), { date: '2019', inferred: null })
  assert.deepEqual(dateOf('2019'), { date: '2019', inferred: null })
})

test('what is not of the kind asked for is not there', () => {
  for (const value of [null, undefined, 7, {}, [], { date: 7 }]) assert.equal(dateOf(value), null)
  for (const value of [null, undefined, 'a', {}, { dossier: 7 }]) assert.equal(dossierOf(value), null)
  assert.equal(lineOf(''), null)
  assert.equal(countOf('7'), null)
  assert.deepEqual(rowsIn([1, null, { a: 1 }]), [{ a: 1 }])
  assert.deepEqual(rowsIn('x'), [])
})

test('words stand in a list or in one line', () => {
  assert.deepEqual(wordsOf(['drugs', 7, 'crime']), ['drugs', 'crime'])
  assert.deepEqual(wordsOf('xxa  xxb'), ['xxa', 'xxb'])
  assert.deepEqual(wordsOf(undefined), [])
})
