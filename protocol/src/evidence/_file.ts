/** One act, what settles it, and the file that proves both: what the tests of evidence change. */
import assert from 'node:assert/strict'
import { CUSTODY, keysFrom, ORIGIN, platformVerifier, remembering, signerFrom } from '../_keys.ts'
import { hex } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { signCheckpoint } from '../checkpoint/checkpoint.ts'
import { cosign } from '../checkpoint/cosignature.ts'
import { encodeHeader } from '../entry/codec.ts'
import type { Header } from '../entry/header.ts'
import { leafHash, leafHashBytes } from '../entry/leaf.ts'
import { fileDigest, partDigest } from '../entry/part.ts'
import type { NoteSigner } from '../keys/ports.ts'
import { vkeysOf } from '../keys/vkey.ts'
import { appendLeaf, emptyFrontier, rootOf } from '../log/frontier.ts'
import { proveInclusion } from '../log/prove.ts'
import { formatProof } from '../proof/proof.ts'
import { type EvidenceManifest, fileMember, formatManifest, partMember, proofMember } from './layout.ts'

export const signers = {
  vnm: { log: signerFrom(ORIGIN, 1), custody: signerFrom('vnm.localhost/chn~vnm/border/custody', 2) },
  chn: { log: signerFrom('chn.localhost/chn~vnm/border/1', 3), custody: signerFrom(CUSTODY, 4) },
}
export const keys = (['vnm', 'chn'] as const).map((side) => ({
  side,
  log: keysFrom(signers[side].log),
  custody: keysFrom(signers[side].custody),
}))
export const verifier = remembering(platformVerifier)
export const salt = new Uint8Array(32).fill(3)
export const [kept, content, scan] = [
  utf8('{"urgency":"normal"}'),
  utf8('{"subject":"(invented)"}'),
  utf8('ciphertext'),
]
export const digest = 'ab'.repeat(32)

export const act = {
  v: 1,
  kind: 'open',
  procedure: digest,
  act: 'request',
  office: 'vnm-mong-cai',
  officer: 'o1',
  handling: 'H1',
  seen: 0,
  time: 1000,
  parts: [
    { name: 'kept', digest: partDigest(salt, kept), keep: 'always' },
    { name: 'content', digest: partDigest(salt, content), keep: 'P5Y' },
  ],
  files: [{ digest: fileDigest(salt, scan), size: 16 }],
} satisfies Header
const mark = (seen: number): Header => ({
  v: 1,
  kind: 'mark',
  seen,
  time: 1060,
  parts: [{ name: 'kept', digest, keep: 'always' }],
})

export function proofs(entries: Uint8Array[], author: NoteSigner, holder: NoteSigner): string[] {
  const nodes = new Map<string, Uint8Array>()
  let frontier = emptyFrontier()
  for (const entry of entries) {
    const next = appendLeaf(frontier, leafHashBytes(entry))
    frontier = next.frontier
    for (const { level, index, hash } of next.nodes) nodes.set(`${level}/${index}`, hash)
  }
  const note = signCheckpoint({ origin: author.name, size: frontier.size, root: rootOf(frontier) }, author)
  const cosigned = note + cosign(note, holder, 1060)
  return entries.map((extra, index) => {
    const hashes = proveInclusion(
      index,
      frontier.size,
      (level, at) => nodes.get(`${level}/${at}`) ?? assert.fail(),
    )
    return formatProof({ index, extra, hashes, note: cosigned })
  })
}

export const [a, m, early, broken] = [
  encodeHeader(act),
  encodeHeader(mark(2)),
  encodeHeader(mark(1)),
  utf8('no header'),
]
export const [proofOther = '', proofAct = '', proofBroken = ''] = proofs(
  [m, a, broken],
  signers.vnm.log,
  signers.chn.custody,
)
export const [proofEarly = '', proofMark = ''] = proofs([early, m], signers.chn.log, signers.vnm.custody)
export const [leaf, by] = [leafHash(a), leafHash(m)]
export const manifest: EvidenceManifest = {
  v: 1,
  relation: 'chn~vnm/border',
  keys: keys.map(({ side, log, custody }) => ({
    side,
    log: vkeysOf(log, 'log'),
    custody: vkeysOf(custody, 'custody'),
  })),
  entries: [
    {
      side: 'vnm',
      leaf,
      settledBy: by,
      parts: [
        { name: 'kept', salt: hex(salt) },
        { name: 'content', salt: hex(salt) },
      ],
      files: [{ digest: fileDigest(salt, scan), salt: hex(salt) }],
    },
    { side: 'chn', leaf: by, settledBy: null, parts: [], files: [] },
  ],
}

export function members(
  change: (copy: Map<string, Uint8Array>) => void = () => undefined,
  of = manifest,
): Map<string, Uint8Array> {
  const all = new Map([
    ['manifest.json', formatManifest(of)],
    ['page.html', utf8('<p>')],
    [proofMember(leaf), utf8(proofAct)],
    [proofMember(by), utf8(proofMark)],
    [partMember(leaf, 'kept'), kept],
    [partMember(leaf, 'content'), content],
    [fileMember(fileDigest(salt, scan)), scan],
  ])
  change(all)
  return all
}
