import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refused } from '../_vectors.ts'
import { canonicalJson } from '../bytes/canonical-json.ts'
import { utf8 } from '../bytes/utf8.ts'
import { type EvidenceManifest, formatManifest, MOST_EVIDENCE, parseManifest } from './layout.ts'

const one = { side: 'vnm', settledBy: null, parts: [], files: [] }
const manifest = (count: number, more: object = {}): EvidenceManifest => ({
  v: 1,
  relation: 'chn~vnm/border',
  keys: [],
  entries: Array.from({ length: count }, (_, at) => ({ ...one, leaf: at.toString(16).padStart(64, '0') })),
  ...more,
})

test('EVIDENCE-1 EVIDENCE-10 as many entries as a maker may name are read, and not one more', () => {
  const most = manifest(MOST_EVIDENCE.entries, { leftOut: 1 })
  assert.deepEqual(parseManifest(formatManifest(most)), most)
  const more = manifest(MOST_EVIDENCE.entries + 1)
  assert.throws(() => formatManifest(more), refused('bad-evidence'))
  assert.throws(() => parseManifest(utf8(canonicalJson(more))), refused('bad-evidence'))
})

test('EVIDENCE-1 EVIDENCE-10 that entries were left out is said where some were, and as a number', () => {
  for (const leftOut of [1, 2, Number.MAX_SAFE_INTEGER]) {
    const some = manifest(1, { leftOut })
    assert.deepEqual(parseManifest(formatManifest(some)), some)
  }
  for (const leftOut of [0, -1, 0.5, 2 ** 53, '1', null, undefined, []])
    assert.throws(() => formatManifest(manifest(1, { leftOut })), refused('bad-evidence'))
})
