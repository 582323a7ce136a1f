import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CUSTODY, keysFrom, signerFrom } from '../_keys.ts'
import { hex } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { encodeHeader } from '../entry/codec.ts'
import type { Header } from '../entry/header.ts'
import { leafHash } from '../entry/leaf.ts'
import { partDigest } from '../entry/part.ts'
import type { NoteSigner } from '../keys/ports.ts'
import { vkeysOf } from '../keys/vkey.ts'
import { headOf } from '../proof/log-end.ts'
import {
  a,
  leaf as act,
  broken,
  digest,
  keys,
  m,
  manifest,
  members,
  proofs,
  salt,
  signers,
  verifier,
} from './_file.ts'
import { heldAt, heldByMarks } from './held-by-mark.ts'
import { partMember, proofMember } from './layout.ts'
import { isProven, verifyEvidence } from './verify-evidence.ts'

const OWN = [m, a, broken]
const [, received = ''] = proofs(OWN, signers.vnm.log, signers.chn.custody)
const ROOT = hex(headOf(received).root)

/** Without the lines of whoever gave the receipt. */
function alone(proof: string): string {
  const [origin] = proof.slice(proof.indexOf('\n\n') + 2).split('\n')
  return proof
    .split('\n')
    .filter((line) => !line.startsWith('— ') || line.startsWith(`— ${origin} `))
    .join('\n')
}

interface Forged {
  proof?: string
  seen?: number
  root?: unknown
  /** Another entry than a mark, that says the same. */
  kind?: 'open'
  side?: 'vnm' | 'chn'
  author?: NoteSigner
  holder?: NoteSigner
  /** Instead of its proof with the receipt. */
  markProof?: (proof: string) => string
  isKeptThere?: boolean
  /** Of the entries of this side, by a change of the other's key. */
  isRevoked?: 'vnm' | 'chn'
}

/** An act that its author alone signed, beside a mark over the head that holds it. */
function found(forged: Forged = {}) {
  const { side = 'chn', seen = OWN.length, root = ROOT, isKeptThere = true, isRevoked } = forged
  const other = side === 'chn' ? ('vnm' as const) : ('chn' as const)
  const { author = signers[side].log, holder = signers[other].custody } = forged
  const body = utf8(JSON.stringify({ root, states: digest, verdicts: [] }))
  const parts = [{ name: 'kept', digest: partDigest(salt, body), keep: 'always' }]
  const place = { v: 1, seen, time: 1070, parts }
  const opens = { procedure: digest, act: 'request', office: 'chn-office', officer: 'o1', handling: 'H1' }
  const mark = encodeHeader({
    ...place,
    ...(forged.kind ? { kind: 'open', ...opens } : { kind: 'mark' }),
  } as Header)
  const change = encodeHeader({
    ...place,
    kind: 'key',
    use: 'custody',
    revoked: true,
    keys: vkeysOf(
      keysFrom(signerFrom(isRevoked === 'chn' ? signers.vnm.custody.name : CUSTODY, 9)),
      'custody',
    ),
    time: 2000,
  } as Header)
  const changes = isRevoked === 'chn' ? ('vnm' as const) : ('chn' as const)
  const [changeProof = ''] = proofs([change], signers[changes].log, signers[isRevoked ?? 'vnm'].custody)
  const [markProof = ''] = proofs([mark], author, holder)
  const by = leafHash(mark)
  const given = isKeptThere ? [{ name: 'kept', salt: hex(salt) }] : []
  const [own] = manifest.entries
  assert.ok(own)
  const of = {
    ...manifest,
    keys: manifest.keys.map((row) =>
      isRevoked && row.side === changes ? { ...row, since: [{ leaf: leafHash(change) }] } : row,
    ),
    entries: [
      { ...own, settledBy: null },
      { side, leaf: by, settledBy: null, parts: given, files: [] },
    ],
  }
  const all = members((copy) => {
    for (const { leaf } of manifest.entries.slice(1)) copy.delete(proofMember(leaf))
    copy.set(proofMember(act), utf8(forged.proof ?? alone(received)))
    copy.set(proofMember(by), utf8((forged.markProof ?? ((proof) => proof))(markProof)))
    if (isKeptThere) copy.set(partMember(by, 'kept'), body)
    if (isRevoked) copy.set(proofMember(leafHash(change)), utf8(changeProof))
  }, of)
  const findings = verifyEvidence(all, keys, verifier)
  return { findings, own: findings.filter(({ leaf }) => leaf === act), isProven: isProven(findings) }
}

test('EVIDENCE-3 EVIDENCE-5 an entry without a receipt that counts was held at the time of a mark over its head', () => {
  for (const forged of [
    {},
    { proof: received },
    { proof: received, isRevoked: 'vnm' },
    { isRevoked: 'vnm' },
  ] as Forged[]) {
    const { own, isProven } = found(forged)
    const [delivered, ...more] = own
    const held = forged.proof && !forged.isRevoked ? 1060 : 1070
    assert.ok(delivered?.code === 'delivered' && delivered.held === held, JSON.stringify(own))
    assert.deepEqual(
      more.map(({ code }) => code),
      ['part-matches', 'part-matches', 'file-matches'],
    )
    assert.ok(isProven)
  }
})

const elsewhere = (name: string) => name.replace('chn~vnm', 'chn~lao')
for (const [what, forged] of Object.entries<Forged>({
  'a smaller size': { seen: 2 },
  'a larger size': { seen: 4 },
  'another root': { root: digest },
  'a root that is none': { root: 7 },
  'no kept part': { isKeptThere: false },
  'the same words in another entry': { kind: 'open' },
  'a mark of its own author': { side: 'vnm' },
  'a mark that its author alone signed': { markProof: alone },
  'a mark whose receipt is of a revoked key': { isRevoked: 'chn' },
  'a mark of another relation': {
    author: signerFrom(elsewhere(signers.chn.log.name), 3),
    holder: signerFrom(elsewhere(signers.vnm.custody.name), 2),
  },
  'a mark that another key signed': { author: signerFrom(signers.chn.log.name, 7) },
  'a mark that another side receipted': { holder: signers.chn.custody },
}))
  test(`EVIDENCE-3 EVIDENCE-5 an entry that its author alone signed is not proven by ${what}`, () => {
    const { own, isProven } = found(forged)
    assert.deepEqual(own.slice(0, 1), [{ kind: 'open', code: 'no-receipt', leaf: act }])
    assert.ok(!own.some(({ kind }) => kind === 'proven'))
    assert.equal(isProven, false)
    const revoked = found({ ...forged, proof: received, isRevoked: forged.isRevoked ?? 'vnm' })
    // Where the mark is what has no receipt that counts, the act has one.
    assert.equal(revoked.own[0]?.code, forged.isRevoked ? 'delivered' : 'receipt-revoked')
    assert.ok(forged.isRevoked || !revoked.isProven)
  })

test('EVIDENCE-3 PROOF-3 a receipt that lacks a line, or is of another key, is none that was never given', () => {
  const custody = received.split('\n').filter((line) => line.startsWith(`— ${CUSTODY} `))
  assert.equal(custody.length, 2)
  const [, other = ''] = proofs(OWN, signers.vnm.log, signerFrom(CUSTODY, 8))
  for (const proof of [other, ...custody.map((line) => received.replace(`${line}\n`, ''))]) {
    const { findings, isProven } = found({ proof })
    assert.ok(findings.some(({ code, leaf }) => code === 'bad-proof' && leaf === act))
    assert.equal(isProven, false)
  }
})

test('EVIDENCE-5 two marks without a receipt hold up neither each other nor themselves, and a size counts over all logs', () => {
  const mark = (seen: number, root: string, side: string) => {
    const body = utf8(JSON.stringify({ root, states: digest, verdicts: [] }))
    const part = { name: 'kept', digest: partDigest(salt, body), keep: 'always' }
    const header = { v: 1, kind: 'mark', seen, time: 1070, parts: [part] } as Header
    const bytes = encodeHeader(header)
    const leaf = leafHash(bytes)
    const entry = { side, leaf, settledBy: null, parts: [{ name: 'kept', salt: hex(salt) }], files: [] }
    return { bytes, leaf, header, entry, member: [partMember(leaf, 'kept'), body] as const }
  }
  const [theirs, ours] = [mark(13, ROOT, 'chn'), mark(13, ROOT, 'vnm')]
  const standing = (of: typeof theirs, size: number, receipt: number | 'no-receipt') => ({
    ...of,
    proven: { header: of.bytes, leaf: of.leaf, index: 0, size, root: ROOT },
    receipt,
  })
  const parts = new Map([theirs.member, ours.member])
  const both = [standing(theirs, 13, 'no-receipt'), standing(ours, 13, 'no-receipt')] as const
  for (const one of both) assert.equal(heldAt(one, ['vnm', 'chn'], heldByMarks(both, parts)), 'no-receipt')
  const marks = heldByMarks([standing(theirs, 20, 1080)], parts)
  assert.equal(heldAt(standing(ours, 13, 'no-receipt'), ['vnm', 'chn'], marks), 1070)
  assert.equal(heldAt(standing(ours, 3, 'no-receipt'), ['vnm', 'chn'], marks), 'no-receipt')
  assert.equal(heldAt(standing(theirs, 13, 'no-receipt'), ['vnm', 'chn'], marks), 'no-receipt')
})

test('EVIDENCE-5 PROOF-5 a bit that is changed in a proof without a receipt is found beside a mark', () => {
  const proof = utf8(alone(received))
  for (let at = 0; at < proof.length; at += 97) {
    const flipped = new TextDecoder().decode(proof.map((byte, index) => (index === at ? byte ^ 1 : byte)))
    const { own, isProven } = found({ proof: flipped })
    assert.ok(!isProven && !own.some(({ kind }) => kind === 'proven'), `${at}`)
  }
})
