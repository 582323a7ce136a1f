import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Declared } from '../api/types.ts'
import { knownFields } from './known.ts'

const SLOTS = { parties: 'who', keys: 'vkeys', digests: 'lists-first lists-other' }
const pact = { digest: 'd1', procedure: { name: 'pact', plays: { as: 'relation', slots: SLOTS } } }
const errand = { digest: 'd2', procedure: { name: 'errand', plays: null } }
const name = { en: 'A', vi: 'Á', 'zh-Hans': '甲' }
const fingerprints = { log: '', custody: '' }
const now = { log: [], custody: [], fingerprints }
const known = {
  session: { side: 'bbb', sides: { aaa: { domain: 'a.example', name }, bbb: { domain: 'b.example', name } } },
  other: 'aaa',
  keys: [
    { side: 'bbb', epoch: 1, log: ['b-log'], custody: ['b-custody'], fingerprints, now, since: [] },
    { side: 'aaa', epoch: 1, log: ['a-log'], custody: [], fingerprints, now, since: [] },
  ],
  all: [pact, errand] as never as Declared[],
}

test('a relation begins with what the node knows of both, and with the procedures of the own side alone', () => {
  const fields = knownFields(pact as never, known)
  assert.deepEqual(
    (fields.who as { code: string; domain: string }[]).map(({ code, domain }) => [code, domain]),
    [
      ['aaa', 'a.example'],
      ['bbb', 'b.example'],
    ],
  )
  assert.deepEqual(fields.vkeys, [
    { party: 'bbb', use: 'log', key: 'b-log' },
    { party: 'bbb', use: 'custody', key: 'b-custody' },
    { party: 'aaa', use: 'log', key: 'a-log' },
  ])
  assert.equal(fields['lists-first'], undefined)
  assert.deepEqual(fields['lists-other'], [
    { party: 'bbb', procedure: 'pact', digest: 'd1' },
    { party: 'bbb', procedure: 'errand', digest: 'd2' },
  ])
})

test('other procedures begin empty', () => {
  assert.deepEqual(knownFields(errand as never, known), {})
})
