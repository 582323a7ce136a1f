import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namesOf, type Worded } from './names.ts'

const promise = {
  procedure: { name: 'promise', version: 1 },
  texts: {
    en: { name: 'Promise', states: { kept: 'kept', broken: 'broken' } },
    vi: { name: 'Lời hứa', states: { kept: 'đã giữ' } },
  },
} as unknown as Worded

test('a name is said in the language asked for, else in English, else as it is', () => {
  const names = namesOf(
    (name) => (name === 'promise' ? promise : null),
    'vi',
    (code) => code.toUpperCase(),
  )
  assert.equal(names.say('promise', '/name'), 'Lời hứa')
  assert.equal(names.say('promise', '/states/kept'), 'đã giữ')
  assert.equal(names.say('promise', '/states/broken'), 'broken')
  assert.equal(names.say('promise', '/states/constructor'), 'constructor')
  assert.equal(names.say('loan', '/name'), 'name')
  assert.equal(names.procedure('promise'), promise.procedure)
  assert.equal(names.procedure('loan'), null)
  assert.equal(names.party('xxa'), 'XXA')
})
