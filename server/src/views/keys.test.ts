import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  EVIDENCE_MANIFEST,
  fingerprintOf,
  formatManifest,
  keysOf,
  parseManifest,
  verifyEvidence,
  verifyProof,
} from '@counterpart/protocol'
import { unzipSync } from 'fflate'
import { agree, ask, RELATION, talk } from '../uses/_talk.ts'
import { newSide, pass, type Side } from '../uses/_world.ts'
import { keyDates } from '../uses/keys/key-care.ts'
import { rotateKey } from '../uses/keys/rotate.ts'
import { keysView } from './keys.ts'
import { look } from './look.ts'
import { evidenceFile } from './proof.ts'

type Keys = Awaited<ReturnType<typeof keysView>>['keys']

const shown = (side: Side) => look(side.node, side.relation(RELATION), keysView)

async function evidence(side: Side, dossier: string): Promise<Map<string, Uint8Array>> {
  const { bytes } = await look(side.node, side.relation(RELATION), (at) => evidenceFile(at, dossier))
  return new Map(Object.entries(unzipSync(bytes)))
}

function findings(
  side: Side,
  members: ReadonlyMap<string, Uint8Array>,
  keys: Keys,
  changed = true,
): string[] {
  const read = keys.map(({ side: party, log, custody, since }) => ({
    side: party,
    log: keysOf(log, 'log'),
    custody: keysOf(custody, 'custody'),
    ...(changed ? { since } : {}),
  }))
  return verifyEvidence(members, read, side.node.verifier).map(({ code }) => code)
}

/** One fingerprint of a key, wherever an operator reads it: of the key that signs today also where dates are listed. */
function assertCompared(at: Side, index: number, { fingerprints, log, custody }: Keys[number]['now']): void {
  assert.deepEqual(fingerprints, {
    log: fingerprintOf(keysOf(log, 'log')),
    custody: fingerprintOf(keysOf(custody, 'custody')),
  })
  const side = index === 0 ? 'bbb' : 'aaa'
  const dates = keyDates(at.node, at.relation(RELATION)).filter((one) => one.side === side)
  assert.deepEqual(
    dates.slice(0, 2).map(({ use, id }) => [use, id]),
    Object.entries(fingerprints),
  )
  assert.match(dates[2]?.id ?? '', /^([0-9a-f]{4} ){15}[0-9a-f]{4}$/)
}

test('KEYS-7 KEYS-8 evidence carries the changes of both sides, and is read with the keys of the first day', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const rotate = async (side: Side, use: 'log' | 'custody' | 'seal', revoked = false) => {
    await rotateKey(side.node, side.relation(RELATION), { use, revoked })
    await talk(a, b)
    pass(10, a, b)
  }
  const first = (await shown(a)).keys
  const before = (await ask(a, 'before')).dossier
  await talk(a, b)
  pass(10, a, b)
  for (const side of [a, b]) for (const use of ['log', 'custody'] as const) await rotate(side, use)
  const between = (await ask(b, 'between')).dossier
  await talk(a, b)
  pass(10, a, b)
  for (const side of [b, a]) for (const use of ['custody', 'log'] as const) await rotate(side, use)
  const after = (await ask(a, 'after')).dossier
  await talk(a, b)

  // Of a key for sealing nothing depends that is proven: what changes every month is in no evidence.
  await rotate(a, 'seal')
  const { keys } = await shown(b)
  for (const [index, { log, custody, now, since }] of keys.entries()) {
    assert.equal(since.length, 4)
    assert.notDeepEqual(now, { log, custody })
    assertCompared(b, index, now)
    const known = first.find(({ side }) => side === keys[index]?.side)
    assert.deepEqual([log, custody], [known?.log, known?.custody])
  }
  for (const dossier of [before, between, after]) {
    const members = await evidence(a, dossier)
    for (const [given, changed] of [
      [first, false],
      [keys, true],
    ] as const) {
      const found = findings(b, members, given, changed)
      assert.ok(found.includes('delivered'), dossier)
      assert.ok(!found.some((code) => code.startsWith('bad-') || code.includes('member')), `${found}`)
    }
  }

  // One change is left out, another is somewhere else: what comes after them is not believed.
  const members = await evidence(a, after)
  const manifest = parseManifest(members.get(EVIDENCE_MANIFEST) ?? new Uint8Array())
  const [cut = assert.fail(), ...rest] = manifest.keys[0]?.since ?? []
  assert.ok('leaf' in cut)
  const without = new Map(members)
  without.delete(`proofs/${cut.leaf}.tlog-proof`)
  assert.ok(findings(b, without, first, false).includes('member-missing'))
  without.set(
    EVIDENCE_MANIFEST,
    formatManifest({
      ...manifest,
      keys: manifest.keys.map((row, at) => (at === 0 ? { ...row, since: rest } : row)),
    }),
  )
  const broken = findings(b, without, first, false)
  assert.ok(broken.includes('bad-key-change') && broken.includes('bad-proof'))
  const own = keys.find(({ side }) => side === 'aaa') ?? assert.fail()
  const foreign = keys.map((row) => (row.side === 'bbb' ? { ...row, since: own.since } : row))
  assert.ok(findings(b, members, foreign).includes('bad-key-change'))

  // Under the keys of today alone an old proof proves nothing.
  const old = (await evidence(a, before)).get(`proofs/${before}.tlog-proof`)
  const today = {
    log: keysOf(own.now.log, 'log'),
    custody: keysOf(keys.find(({ side }) => side === 'bbb')?.now.custody ?? [], 'custody'),
  }
  assert.throws(() => verifyProof(new TextDecoder().decode(old), today, b.node.verifier), {
    code: 'missing-signature',
  })

  // Revoked: a receipt under it proves nothing by itself, the mark of the other side still does.
  const saved = await evidence(a, after)
  await rotate(b, 'custody', true)
  const revoked = findings(a, saved, (await shown(a)).keys)
  assert.ok(revoked.includes('receipt-revoked'))
  assert.ok(!revoked.includes('bad-proof'))
  // Nor is anything false where the mark itself was receipted under a key that was revoked since: it shows nothing.
  await rotate(a, 'custody', true)
  for (const side of [a, b]) {
    const both = findings(side, saved, (await shown(side)).keys)
    assert.ok(both.includes('receipt-revoked') && !both.includes('not-settled'))
    // What is saved now rests on what was receipted since.
    const anew = findings(side, await evidence(side, after), first, false)
    assert.ok(anew.includes('delivered') && !anew.includes('receipt-revoked'), `${anew}`)
  }
})
