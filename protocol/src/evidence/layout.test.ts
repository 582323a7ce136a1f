import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
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

test('EVIDENCE-1 the manifest that the rules show is one, and digests and salts are written in one way', () => {
  const rules = readFileSync(new URL('../../../spec/10-evidence.md', import.meta.url), 'utf8')
  const [, shown = ''] = /```json\n(.*?)```/s.exec(rules) ?? []
  // What it leaves out of a digest or a salt.
  const full = shown.replaceAll(/"([0-9a-f]{4})…"/g, `"$1${'0'.repeat(60)}"`)
  const salted = full.replaceAll('"salt": "…"', `"salt": "${'5a'.repeat(32)}"`)
  const example = JSON.parse(salted) as EvidenceManifest
  const [settled, settler] = example.entries
  assert.ok(settled && settler && settled.settledBy === settler.leaf && settler.settledBy === null)
  assert.deepEqual(parseManifest(formatManifest(example)), example)
  const { settledBy: _, ...without } = settler
  const file = settled.files[0] ?? assert.fail()
  for (const entry of [
    without,
    { ...settler, files: [{ ...file, salt: file.salt.toUpperCase() }] },
    { ...settler, files: [{ ...file, salt: Buffer.from(file.salt, 'hex').toString('base64') }] },
    { ...settler, files: [{ digest: file.digest }] },
    { ...settler, files: [{ ...file, size: 1 }] },
  ]) {
    const bytes = utf8(canonicalJson({ ...example, entries: [settled, entry] }))
    assert.throws(() => parseManifest(bytes), refused('bad-evidence'))
  }
})
