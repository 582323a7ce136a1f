import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  EVIDENCE_MANIFEST,
  formatManifest,
  isProven,
  keysOf,
  parseManifest,
  partMember,
  verifyEvidence,
} from '@counterpart/protocol'
import { unzipSync } from 'fflate'
import { act, agree, ask, headsOf, RELATION, say, talk } from '../uses/_talk.ts'
import { channelTo, newSide, pass, type Side } from '../uses/_world.ts'
import { rotateKey } from '../uses/rotate.ts'
import { keysView } from './keys.ts'
import { look } from './look.ts'
import { evidenceFile } from './proof.ts'

/** An act of a guest and one of a keeper that both sides hold; then the other revokes the key of its receipts and gives none any more. */
async function revokedSince() {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { keys } = await look(a.node, a.relation(RELATION), keysView)
  const exchanged = keys.map(({ side, log, custody }) => ({
    side,
    log: keysOf(log, 'log'),
    custody: keysOf(custody, 'custody'),
  }))
  const asked = await ask(a)
  const other = await ask(b)
  await talk(a, b)
  pass(10, a, b)
  const yes = { fields: { outcome: 'yes' } }
  await act(b, asked.dossier, 'answer', { on: asked.dossier, ...yes })
  const answer = await act(a, other.dossier, 'answer', { on: other.dossier, ...yes })
  await talk(a, b)
  pass(10, a, b)
  await rotateKey(b.node, b.relation(RELATION), { use: 'custody', revoked: true })
  await say(b, channelTo(a, RELATION))
  assert.equal((await headsOf(a)).theirs.size, (await headsOf(b)).ours.size)
  return { a, exchanged, asked, answer }
}

async function membersOf(side: Side, dossier: string): Promise<Map<string, Uint8Array>> {
  const { bytes } = await look(side.node, side.relation(RELATION), (at) => evidenceFile(at, dossier))
  return new Map(Object.entries(unzipSync(bytes)))
}

test('EVIDENCE-5 KEYS-8 who revokes the key of its receipts and gives none any more takes nothing back', async () => {
  const { a, exchanged, asked, answer } = await revokedSince()
  for (const { dossier, leaf } of [asked, answer]) {
    const members = await membersOf(a, dossier)
    const findings = verifyEvidence(members, exchanged, a.node.verifier)
    assert.ok(findings.some((one) => one.code === 'delivered' && one.leaf === leaf))
    assert.ok(isProven(findings), `${findings.map(({ code }) => code)}`)
    // It is the root in its mark that says so: without it the receipt is all there is.
    const manifest = parseManifest(members.get(EVIDENCE_MANIFEST) ?? assert.fail())
    const marks = findings.flatMap((one) =>
      one.code === 'delivered' && one.header?.kind === 'mark' ? [one.leaf] : [],
    )
    const without = new Map(members)
    for (const leaf of marks) without.delete(partMember(leaf, 'kept'))
    const entries = manifest.entries.map((one) => (marks.includes(one.leaf) ? { ...one, parts: [] } : one))
    without.set(EVIDENCE_MANIFEST, formatManifest({ ...manifest, entries }))
    const left = verifyEvidence(without, exchanged, a.node.verifier)
    const open = left.flatMap((one) => (one.code === 'receipt-revoked' ? [one.leaf] : []))
    assert.deepEqual(open, [leaf])
    assert.equal(isProven(left), false)
  }
})
