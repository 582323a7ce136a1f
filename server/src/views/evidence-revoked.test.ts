import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  EVIDENCE_MANIFEST,
  type Finding,
  formatManifest,
  isProven,
  keysOf,
  parseManifest,
  partMember,
  verifyEvidence,
  verifyProofAt,
} from '@counterpart/protocol'
import { unzipSync } from 'fflate'
import { unawareOfLowered } from '../uses/_damaged.ts'
import { entry, mark } from '../uses/_hostile.ts'
import { act, agree, ask, headsOf, hearsNothing, RELATION, say, talk } from '../uses/_talk.ts'
import { channelTo, newSide, pass, type Side } from '../uses/_world.ts'
import { writes } from '../uses/_writes.ts'
import { rotateKey } from '../uses/keys/rotate.ts'
import { markedRoot } from '../uses/log/chain.ts'
import { proofOf } from '../uses/log/entry-proof.ts'
import { keysOfLog } from '../uses/log/signed.ts'
import { keysView } from './keys.ts'
import { look } from './look.ts'
import { evidenceFile } from './proof.ts'

/** Two sides, and the keys that were exchanged between them. */
async function pair() {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { keys } = await look(a.node, a.relation(RELATION), keysView)
  const exchanged = keys.map(({ side, log, custody }) => ({
    side,
    log: keysOf(log, 'log'),
    custody: keysOf(custody, 'custody'),
  }))
  return { a, b, exchanged }
}

/** The other revokes the key of its receipts and gives none any more. */
async function revokes(a: Side, b: Side): Promise<void> {
  pass(10, a, b)
  await rotateKey(b.node, b.relation(RELATION), { use: 'custody', revoked: true })
  await say(b, channelTo(a, RELATION))
  assert.equal((await headsOf(a)).theirs.size, (await headsOf(b)).ours.size)
}

/** An act of a guest and one of a keeper that both sides held before. */
async function revokedSince() {
  const { a, b, exchanged } = await pair()
  const asked = await ask(a)
  const other = await ask(b)
  await talk(a, b)
  pass(10, a, b)
  const yes = { fields: { outcome: 'yes' } }
  await act(b, asked.dossier, 'answer', { on: asked.dossier, ...yes })
  const answer = await act(a, other.dossier, 'answer', { on: other.dossier, ...yes })
  await talk(a, b)
  await revokes(a, b)
  return { a, exchanged, asked, answer }
}

async function membersOf(side: Side, dossier: string): Promise<Map<string, Uint8Array>> {
  const { bytes } = await look(side.node, side.relation(RELATION), (at) => evidenceFile(at, dossier))
  return new Map(Object.entries(unzipSync(bytes)))
}

/** What its marks say is not there. */
function withoutMarks(members: ReadonlyMap<string, Uint8Array>, findings: readonly Finding[]) {
  const manifest = parseManifest(members.get(EVIDENCE_MANIFEST) ?? assert.fail())
  const marks = findings.flatMap((one) =>
    one.code === 'delivered' && one.header?.kind === 'mark' ? [one.leaf] : [],
  )
  const without = new Map(members)
  for (const leaf of marks) without.delete(partMember(leaf, 'kept'))
  const entries = manifest.entries.map((one) => (marks.includes(one.leaf) ? { ...one, parts: [] } : one))
  return without.set(EVIDENCE_MANIFEST, formatManifest({ ...manifest, entries }))
}

const codesOf = (findings: readonly Finding[], leaf: string) =>
  findings.flatMap((one) => (one.leaf === leaf && one.kind !== 'refused' ? [one.code] : []))

test('EVIDENCE-5 KEYS-8 who revokes the key of its receipts and gives none any more takes nothing back', async () => {
  const { a, exchanged, asked, answer } = await revokedSince()
  for (const { dossier, leaf } of [asked, answer]) {
    const members = await membersOf(a, dossier)
    const findings = verifyEvidence(members, exchanged, a.node.verifier)
    assert.ok(findings.some((one) => one.code === 'delivered' && one.leaf === leaf))
    assert.ok(isProven(findings), `${findings.map(({ code }) => code)}`)
    // It is the root in its mark that says so: without it the receipt is all there is.
    const left = verifyEvidence(withoutMarks(members, findings), exchanged, a.node.verifier)
    assert.equal(codesOf(left, leaf)[0], 'receipt-revoked')
    assert.equal(isProven(left), false)
  }
})

for (const [what, before] of [
  ['one act', 1],
  ['more acts than anybody looks through', 700],
] as const)
  test(`EVIDENCE-5 KEYS-8 who puts ${what} before its mark, and then revokes the key of its receipts, takes nothing back`, async () => {
    const { a, b, exchanged } = await pair()
    const { dossier, leaf } = await ask(a)
    const { size } = (await headsOf(a)).ours
    const by = { seen: size, time: b.time.now, office: 'bbb-office', officer: 'bbb-1' }
    const acts = Array.from({ length: before }, (_, at) => entry({ ...by, kept: { title: `${at}` } }))
    await writes(b, acts)
    await talk(a, b)
    const settler = await a.store.read(RELATION, async (reader) => {
      const found = await reader.settler('bbb', size - 1)
      return found && (await reader.entries('bbb', found.index, { entries: 1, bytes: 1 }))[0]
    })
    assert.notEqual(settler?.kind, 'mark')
    await revokes(a, b)
    const findings = verifyEvidence(await membersOf(a, dossier), exchanged, a.node.verifier)
    assert.ok(findings.some((one) => one.code === 'delivered' && one.leaf === leaf))
    assert.ok(isProven(findings), `${findings.map(({ code }) => code)}`)
  })

for (const decoys of [1, 70])
  test(`EVIDENCE-5 KEYS-8 nor does who writes before it ${decoys} with the true root between two heads`, async () => {
    const { a, b, exchanged } = await pair()
    // Recorded together: under one head, with sizes before it that are of none.
    const [, { dossier, leaf, index }] = await Promise.all([ask(a, 'one'), ask(a, 'two'), ask(a, 'three')])
    const { size } = (await headsOf(a)).ours
    const seen = index + 1
    assert.ok(seen < size)
    const root = await a.store.read(RELATION, (reader) =>
      markedRoot(reader, a.relation(RELATION), 'aaa', seen),
    )
    const by = { time: b.time.now, office: 'bbb-office', officer: 'bbb-1' }
    const between = mark({ seen, kept: { states: '0'.repeat(64), verdicts: [], root } })
    await writes(b, [
      entry({ ...by, seen, kept: { title: 'before' } }),
      ...Array.from({ length: decoys }, () => between),
      entry({ ...by, seen: size, kept: { title: 'behind' } }),
    ])
    await talk(a, b)
    await revokes(a, b)
    const findings = verifyEvidence(await membersOf(a, dossier), exchanged, a.node.verifier)
    assert.ok(findings.some((one) => one.code === 'delivered' && one.leaf === leaf))
    assert.ok(isProven(findings), `${findings.map(({ code }) => code)}`)
  })

for (const isKept of [true, false])
  test(`EVIDENCE-5 MARK-4 KEYS-8 nor does who takes back what it had seen at each of a hundred heads${isKept ? '' : ', before that was kept'}`, async () => {
    const { a, b, exchanged } = await pair()
    const asked: { dossier: string; leaf: string; size: number }[] = []
    for (let at = 0; at < 100; at++)
      asked.push({ ...(await ask(a, `${at}`)), size: (await headsOf(a)).ours.size })
    const by = { time: b.time.now, office: 'bbb-office', officer: 'bbb-1' }
    const lowers = asked.map(({ size }, at) => [
      entry({ ...by, seen: size, kept: { title: `${at}` } }),
      mark({ seen: 1, kept: { at } }),
    ])
    if (!isKept) a.node.store = unawareOfLowered(a.node.store)
    // Its own mark, over the last head, comes behind one that is lowered there.
    await writes(b, lowers.flat())
    await talk(a, b)
    await revokes(a, b)
    for (const { dossier, leaf } of [asked[0], asked[50], asked[99]].map((one) => one ?? assert.fail())) {
      const findings = verifyEvidence(await membersOf(a, dossier), exchanged, a.node.verifier)
      assert.ok(findings.some((one) => one.code === 'delivered' && one.leaf === leaf))
      assert.ok(isProven(findings), `${findings.map(({ code }) => code)}`)
    }
  })

test('EVIDENCE-3 EVIDENCE-5 what was receipted with the next after a lost answer is proven by the mark over it alone', async () => {
  const { a, b, exchanged } = await pair()
  const { dossier, leaf } = await ask(a)
  await hearsNothing(a, b)
  await ask(a, 'another')
  await talk(a, b)
  const [lost, receipted] = await a.store.read(RELATION, async (reader) => {
    const { index } = (await reader.entryByLeaf(leaf)) ?? assert.fail()
    return [
      await reader.checkpointFrom('aaa', index + 1),
      await reader.checkpointFrom('aaa', index + 1, true),
    ]
  })
  assert.ok(lost && receipted && lost.size < receipted.size)
  await revokes(a, b)
  const members = await membersOf(a, dossier)
  const findings = verifyEvidence(members, exchanged, a.node.verifier)
  assert.ok(findings.some((one) => one.code === 'delivered' && one.leaf === leaf))
  assert.ok(isProven(findings), `${findings.map(({ code }) => code)}`)
  const left = verifyEvidence(withoutMarks(members, findings), exchanged, a.node.verifier)
  assert.equal(codesOf(left, leaf)[0], 'no-receipt')
  assert.equal(isProven(left), false)
  // Of a proof by itself whoever reads it is told what there is of a receipt.
  const proof = await look(a.node, a.relation(RELATION), async (at) => {
    const row = (await at.reader.entryByLeaf(leaf)) ?? assert.fail()
    return proofOf(at, row)
  })
  assert.ok(
    verifyProofAt(proof, keysOfLog(a.relation(RELATION), 'aaa', receipted.size), a.node.verifier).revoked,
  )
})

test('EVIDENCE-3 EVIDENCE-5 where both sides revoked the keys of their receipts no mark is proven, and none proves', async () => {
  const { a, exchanged, asked } = await revokedSince()
  await rotateKey(a.node, a.relation(RELATION), { use: 'custody', revoked: true })
  const findings = verifyEvidence(await membersOf(a, asked.dossier), exchanged, a.node.verifier)
  assert.ok(findings.every(({ kind }) => kind !== 'refused'))
  assert.equal(isProven(findings), false)
})
