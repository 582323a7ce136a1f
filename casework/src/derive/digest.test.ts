import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalJson, hex, sha256, utf8 } from '@counterpart/protocol'
import type { Procedure } from '../language/index.ts'
import { safeguard } from '../run/_safeguard.ts'
import { lending } from './_invented.ts'
import { digestOf } from './digest.ts'

test('DIGEST-3 is SHA-256 of the canonical text of the whole declaration', () => {
  const digest = digestOf(lending)
  assert.match(digest, /^[0-9a-f]{64}$/)
  assert.equal(digest, hex(sha256(utf8(canonicalJson(lending)))))
  const reversed = Object.fromEntries(Object.entries(lending).toReversed()) as unknown as Procedure
  assert.equal(digestOf(reversed), digest)
})

test('DIGEST-3 has the version of the language inside', () => {
  assert.notEqual(digestOf({ ...lending, language: lending.language + 1 }), digestOf(lending))
})

test('DIGEST-4 changes with everything that has legal effect', () => {
  const { wish } = lending.acts
  assert.ok(wish)
  const changed: Procedure[] = [
    { ...lending, version: 2 },
    { ...lending, keeper: 'first' },
    { ...lending, levels: ['gate'] },
    { ...lending, unsettled: 19 },
    { ...lending, parts: { ...lending.parts, people: { personal: true, keep: 'P2Y' } } },
    { ...lending, acts: { ...lending.acts, wish: { ...wish, roles: ['secretary'] } } },
    { ...lending, indicators: {} },
  ]
  const digests = new Set([lending, ...changed].map(digestOf))
  assert.equal(digests.size, changed.length + 1)
})

test('DIGEST-4 knows no texts', () => {
  assert.ok(!canonicalJson(lending).includes('label'))
})

test('DIGEST-7 a word that a declaration leaves out is not in its text', () => {
  const standing = ['plays', 'once', 'rules', 'unsettled']
  const given = [
    'acts',
    'deadlines',
    'fields',
    'indicators',
    'keeper',
    'language',
    'levels',
    'name',
    'opener',
  ]
  const words = [...given, 'parts', 'states', 'title', 'version', ...standing]
  assert.deepEqual(Object.keys(lending).toSorted(), words.toSorted())
  const { gates, ...plain } = safeguard
  assert.ok(gates)
  for (const left of ['links', 'readers']) assert.ok(!Object.hasOwn(safeguard, left), left)
  const added = [{}, { gates: {} }, { links: {} }, { readers: [] }].map((one) =>
    digestOf({ ...plain, ...one }),
  )
  assert.equal(new Set(added).size, added.length, 'none of them is the same as nothing')
  assert.throws(() => canonicalJson({ ...plain, gates: undefined }), { code: 'bad-json' })
})
