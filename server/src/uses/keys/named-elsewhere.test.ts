/** A change of keys counts for a node as for whoever verifies: what one of them counts alone takes back receipts for the other. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  canonicalJson,
  custodyName,
  EVIDENCE_MANIFEST,
  encodeHeader,
  type Header,
  isProven,
  leafHash,
  logOrigin,
  partDigest,
  text,
  utf8,
  verifyEvidence,
  vkeysOf,
} from '@counterpart/protocol'
import { unzipSync } from 'fflate'
import { look } from '../../views/look.ts'
import { evidenceFile } from '../../views/proof.ts'
import { bringBack, two } from '../_brought-back.ts'
import { SALT } from '../_hostile.ts'
import { agree, ask, headsOf, RELATION, say, talk } from '../_talk.ts'
import { channelTo, fakeSigner, newSide, pass } from '../_world.ts'
import { writes } from '../_writes.ts'
import { stepProofOf } from '../log/entry-proof.ts'
import { publicOf } from '../log/signed.ts'

test('KEYS-2 KEYS-7 a change that names keys of a later log of the other side counts for both sides and every reader, and takes back nothing', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  const asked = await ask(a, 'a question (invented)')
  await talk(a, b)
  await bringBack(a)
  await say(a, channelTo(b, RELATION)).catch(() => undefined)
  await two(a)
  await talk(a, b)
  await ask(a, 'another (invented)')
  await talk(a, b)
  pass(10, a, b)
  const second = a.relation(RELATION).chain.ours[1]?.log ?? assert.fail()
  const kept = utf8(canonicalJson({}))
  const header = encodeHeader({
    v: 1,
    relation: RELATION,
    kind: 'key',
    use: 'custody',
    keys: vkeysOf({ ...second, name: custodyName('bbb.test', RELATION) }, 'custody'),
    revoked: true,
    seen: (await headsOf(b)).theirs.size,
    time: b.time.now,
    parts: [{ name: 'kept', digest: partDigest(SALT, kept), keep: 'always' }],
  } as Header)
  await writes(b, [{ header, parts: [{ name: 'kept', salt: SALT, bytes: kept }] }])
  await say(b, channelTo(a, RELATION)).catch(() => undefined)
  assert.equal(a.relation(RELATION).keyed.theirs.custody.length, 2)

  const { bytes } = await look(a.node, a.relation(RELATION), (at) => evidenceFile(at, asked.dossier))
  const members = new Map(Object.entries(unzipSync(new Uint8Array(bytes))))
  const manifest = JSON.parse(text(members.get(EVIDENCE_MANIFEST) ?? new Uint8Array()))
  const proof = await look(a.node, a.relation(RELATION), async (at) => {
    const row = await at.reader.entryByLeaf(leafHash(header))
    return stepProofOf(at, row ?? assert.fail())
  })
  const sinceOf = (side: string) =>
    manifest.keys.find((one: { side: string }) => one.side === side)?.since ?? []
  const opened = sinceOf('aaa').filter((step: object) => 'opening' in step)
  const keys = ['aaa', 'bbb'].map((side) => ({
    side,
    log: publicOf(fakeSigner(logOrigin(`${side}.test`, RELATION, 1))),
    custody: publicOf(fakeSigner(custodyName(`${side}.test`, RELATION))),
    since: side === 'aaa' ? opened : [{ proof }],
  }))
  assert.ok(isProven(verifyEvidence(members, keys, a.node.verifier)))
})
