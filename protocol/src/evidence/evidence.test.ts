import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CUSTODY, keysFrom, ORIGIN, signerFrom } from '../_keys.ts'
import { flips, refused } from '../_vectors.ts'
import { hex } from '../bytes/bytes.ts'
import { text, utf8 } from '../bytes/utf8.ts'
import { encodeHeader } from '../entry/codec.ts'
import { leafHash } from '../entry/leaf.ts'
import { fileDigest } from '../entry/part.ts'
import {
  a,
  act,
  broken,
  by,
  content,
  early,
  kept,
  keys,
  leaf,
  m,
  manifest,
  members,
  proofAct,
  proofBroken,
  proofEarly,
  proofMark,
  proofOther,
  proofs,
  salt,
  scan,
  signers,
  verifier,
} from './_file.ts'
import { fileMember, formatManifest, parseManifest, partMember, proofMember } from './layout.ts'
import { type Finding, verifyEvidence } from './verify-evidence.ts'

function codes(findings: Finding[]): string[] {
  return findings.filter(({ kind }) => kind !== 'open').map((finding) => finding.code)
}

function faults(findings: Finding[]): string[] {
  return findings.filter(({ kind }) => kind === 'refused').map(({ code }) => code)
}

test('EVIDENCE-1 EVIDENCE-3 EVIDENCE-4 EVIDENCE-5 a whole file proves the act, its contents and its settling', () => {
  const findings = verifyEvidence(members(), keys, verifier)
  assert.deepEqual(codes(findings), [
    'delivered',
    'part-matches',
    'part-matches',
    'file-matches',
    'delivered',
    'settled',
  ])
  assert.deepEqual(findings[0], {
    kind: 'proven',
    code: 'delivered',
    leaf,
    side: 'vnm',
    index: 1,
    time: 1000,
    held: 1060,
    header: act,
  })
  assert.deepEqual(findings.at(-1), { kind: 'proven', code: 'settled', leaf, by, time: 1060 })
})

test('ENTRY-8 EVIDENCE-3 an entry that names another relation than its log is of proves nothing', () => {
  for (const [relation, found] of [
    ['chn~vnm/border', 'delivered'],
    ['chn~vnm/sea', 'bad-proof'],
  ] as const) {
    const bytes = encodeHeader({ ...act, relation })
    const [proof = ''] = proofs([bytes], signers.vnm.log, signers.chn.custody)
    const row = { side: 'vnm', leaf: leafHash(bytes), settledBy: null, parts: [], files: [] }
    const given = new Map([
      ['manifest.json', formatManifest({ ...manifest, entries: [row] })],
      ['page.html', utf8('<p>')],
      [proofMember(row.leaf), utf8(proof)],
    ])
    const findings = verifyEvidence(given, keys, verifier)
    assert.deepEqual(codes(findings), [found])
    if (found === 'bad-proof') assert.partialDeepStrictEqual(findings, [{ because: 'wrong-origin' }])
  }
})

test('EVIDENCE-1 the manifest is canonical and has exactly its members', () => {
  assert.deepEqual(parseManifest(formatManifest(manifest)), manifest)
  const bad = [
    { ...manifest, v: 2 },
    { ...manifest, more: 1 },
    { ...manifest, relation: 'x' },
    { ...manifest, entries: {} },
    { ...manifest, entries: [{ ...manifest.entries[0], leaf: 'ab' }] },
    { ...manifest, entries: [{ ...manifest.entries[0], parts: [{ name: '../../x', salt: hex(salt) }] }] },
    { ...manifest, entries: [{ ...manifest.entries[0], settledBy: 1 }] },
    { ...manifest, keys: [{ side: 'VNM', log: [], custody: [] }] },
    [],
    null,
  ]
  for (const value of bad)
    assert.throws(() => parseManifest(utf8(JSON.stringify(value))), refused('bad-evidence'))
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) =>
      assert.throws(() => parseManifest(bytes), refused('bad-evidence')),
    ),
  )
})

test('EVIDENCE-2 the keys come from elsewhere: a file that names others is reported', () => {
  const stranger = { ...keys[0], log: keysFrom(signerFrom(ORIGIN, 9)) }
  const [vnm, chn] = keys
  assert.ok(vnm && chn)
  const found = verifyEvidence(members(), [{ ...vnm, ...stranger }, chn], verifier)
  assert.deepEqual(faults(found).sort(), ['bad-proof', 'keys-differ'])
  assert.deepEqual(faults(verifyEvidence(members(), [vnm], verifier)), [
    'unknown-side',
    'unknown-side',
    'unknown-side',
  ])
})

test('EVIDENCE-2 keys of another relation than the file’s are reported', () => {
  const of = { ...manifest, relation: 'chn~vnm/sea' }
  assert.deepEqual(faults(verifyEvidence(members(undefined, of), keys, verifier)), ['another-relation'])
})

test('EVIDENCE-3 a proof of another entry, of the other log or with half a receipt is refused', () => {
  const swap = (proof: string) =>
    verifyEvidence(
      members((copy) => copy.set(proofMember(leaf), utf8(proof))),
      keys,
      verifier,
    )
  assert.deepEqual(faults(swap(proofOther)), ['another-entry'])
  assert.deepEqual(faults(swap(proofMark)), ['bad-proof'])
  assert.deepEqual(faults(swap('')), ['bad-proof'])
  const because = swap(proofAct.slice(0, proofAct.lastIndexOf(`— ${CUSTODY}`))).find(
    ({ kind }) => kind === 'refused',
  )
  assert.deepEqual(because, {
    kind: 'refused',
    code: 'bad-proof',
    leaf,
    name: proofMember(leaf),
    because: 'missing-signature',
  })
})

test('EVIDENCE-3 an entry whose bytes are no header is proven all the same, and shows nothing', () => {
  const other = leafHash(broken)
  const of = { ...manifest, entries: [{ side: 'vnm', leaf: other, settledBy: null, parts: [], files: [] }] }
  const only = new Map([
    ['manifest.json', formatManifest(of)],
    [proofMember(other), utf8(proofBroken)],
  ])
  assert.deepEqual(
    verifyEvidence(only, keys, verifier).map(({ code }) => code),
    ['delivered', 'malformed'],
  )
  const [entry] = of.entries
  assert.ok(entry)
  const claimed = { ...of, entries: [{ ...entry, parts: [{ name: 'kept', salt: hex(salt) }] }] }
  only.set('manifest.json', formatManifest(claimed)).set(partMember(other, 'kept'), kept)
  assert.deepEqual(faults(verifyEvidence(only, keys, verifier)), ['part-differs'])
})

test('EVIDENCE-4 a part or file that differs is found, one that is not given is no fault', () => {
  for (const [name, bytes] of [
    [partMember(leaf, 'kept'), kept],
    [partMember(leaf, 'content'), content],
    [fileMember(fileDigest(salt, scan)), scan],
  ] as const)
    for (const changed of flips(bytes)) {
      const [code, ...more] = faults(
        verifyEvidence(
          members((copy) => copy.set(name, changed)),
          keys,
          verifier,
        ),
      )
      assert.ok(more.length === 0 && (code === 'part-differs' || code === 'file-differs'))
    }
  const [entry, second] = manifest.entries
  assert.ok(entry && second)
  const less = { ...manifest, entries: [{ ...entry, parts: entry.parts.slice(0, 1), files: [] }, second] }
  const without = members((copy) => {
    copy.delete(partMember(leaf, 'content'))
    copy.delete(fileMember(fileDigest(salt, scan)))
  }, less)
  const findings = verifyEvidence(without, keys, verifier)
  assert.deepEqual(faults(findings), [])
  assert.deepEqual(
    findings.filter(({ kind }) => kind === 'open').map(({ code }) => code),
    ['part-not-included', 'file-not-included', 'part-not-included'],
  )
  const other = {
    ...manifest,
    entries: [{ ...entry, parts: [...entry.parts, { name: 'more', salt: hex(salt) }] }, second],
  }
  const added = members((copy) => copy.set(partMember(leaf, 'more'), kept), other)
  assert.deepEqual(faults(verifyEvidence(added, keys, verifier)), ['part-differs'])
})

test('EVIDENCE-4 a file is asked for where it is enclosed, of who confirms it and of another that names it none', () => {
  const files = [{ digest: fileDigest(salt, scan), size: 16 }]
  const { v, seen, time, parts } = act
  const confirms = encodeHeader({ v, kind: 'held', dossier: leaf, on: leaf, files, seen, time, parts })
  const names = encodeHeader({ ...act, seen: 1, files })
  for (const [more, told] of [
    [confirms, []],
    [names, ['file-not-included']],
  ] as const) {
    const [, again = '', second = ''] = proofs([m, a, more], signers.vnm.log, signers.chn.custody)
    const of = { side: 'vnm', leaf: leafHash(more), settledBy: null, parts: [], files: [] }
    const both = members(
      (copy) => {
        copy.set(proofMember(leaf), utf8(again))
        copy.set(proofMember(of.leaf), utf8(second))
      },
      { ...manifest, entries: [...manifest.entries, of] },
    )
    const findings = verifyEvidence(both, keys, verifier)
    assert.deepEqual(faults(findings), [])
    const open = findings.filter(({ kind, leaf }) => kind === 'open' && leaf === of.leaf)
    assert.deepEqual(
      open.map(({ code }) => code).filter((code) => code === 'file-not-included'),
      told,
    )
  }
})

test('EVIDENCE-5 only an entry of the other log whose seen covers it settles', () => {
  const [entry, second] = manifest.entries
  assert.ok(entry && second)
  const earlyLeaf = leafHash(early)
  const of = {
    ...manifest,
    entries: [
      { ...entry, settledBy: earlyLeaf },
      { ...second, leaf: earlyLeaf },
    ],
  }
  const uncovered = members((copy) => {
    copy.delete(proofMember(by))
    copy.set(proofMember(earlyLeaf), utf8(proofEarly))
  }, of)
  assert.deepEqual(faults(verifyEvidence(uncovered, keys, verifier)), ['not-settled'])
  const own = { ...manifest, entries: [{ ...entry, settledBy: leaf }, second] }
  assert.deepEqual(faults(verifyEvidence(members(undefined, own), keys, verifier)), ['not-settled'])
  const absent = { ...manifest, entries: [entry] }
  assert.deepEqual(
    faults(
      verifyEvidence(
        members((copy) => copy.delete(proofMember(by)), absent),
        keys,
        verifier,
      ),
    ),
    ['not-settled'],
  )
})

test('EVIDENCE-6 reports every member that is missing or that nothing accounts for, and throws nothing', () => {
  for (const name of members().keys()) {
    const found = faults(
      verifyEvidence(
        members((copy) => copy.delete(name)),
        keys,
        verifier,
      ),
    )
    if (name === 'page.html') assert.deepEqual(found, [])
    else assert.ok(found.includes('member-missing'), name)
  }
  const found = verifyEvidence(
    members((copy) => copy.set('more.txt', kept)),
    keys,
    verifier,
  )
  assert.deepEqual(found.at(-1), {
    kind: 'refused',
    code: 'member-unknown',
    leaf: null,
    name: 'more.txt',
    because: null,
  })
  assert.deepEqual(faults(verifyEvidence(new Map(), keys, verifier)), ['member-missing'])
  fc.assert(
    fc.property(fc.constantFrom(...members().keys()), fc.uint8Array({ maxLength: 60 }), (name, bytes) => {
      const changed = verifyEvidence(
        members((copy) => copy.set(name, bytes)),
        keys,
        verifier,
      )
      assert.ok(name === 'page.html' || faults(changed).length > 0)
    }),
  )
})

test('EVIDENCE-6 finds every changed bit of the manifest that matters, and none breaks it', () => {
  const bytes = formatManifest(manifest)
  const whole = codes(verifyEvidence(members(), keys, verifier)).length
  for (const changed of flips(bytes, 41)) {
    const findings = verifyEvidence(
      members((copy) => copy.set('manifest.json', changed)),
      keys,
      verifier,
    )
    assert.ok(faults(findings).length > 0 || codes(findings).length < whole, text(bytes).slice(0, 10))
  }
})
