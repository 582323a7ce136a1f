import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { equal, utf8, verifyCheckpoint, verifyCosignature } from '@counterpart/protocol'
import { nodeVerifier } from '../../keys/node-crypto.ts'
import { OutsideKey, outsidePublicKey } from '../../keys/outside-key.ts'
import type { StoreMethod } from '../../store/memory/memory-store.ts'
import { agree, ask, headsOf, RELATION, request, talk } from '../_talk.ts'
import { newSide, pass, type Side } from '../_world.ts'
import { APART } from '../damage.ts'
import { publicOf } from '../log/signed.ts'
import { tick } from '../tick.ts'
import { newKeyed } from './key-record.ts'

const folder = mkdtempSync(join(tmpdir(), 'counterpart-signer-'))
after(() => rmSync(folder, { recursive: true }))
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const raw = outsidePublicKey(utf8(publicKey.export({ type: 'spki', format: 'pem' }).toString()))

/** Takes as much as OpenSC does, and signs as the file beside it says: well, or in one of the ways in which a command can fail. */
const program = join(folder, 'signer.mjs')
const manner = join(folder, 'manner')
writeFileSync(
  program,
  `import { createPrivateKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
const way = readFileSync(${JSON.stringify(manner)}, 'utf8')
const key = createPrivateKey(${JSON.stringify(privateKey.export({ type: 'pkcs8', format: 'pem' }))})
if (way === 'never') await new Promise(() => setInterval(() => undefined, 1000))
const message = readFileSync(0)
if (message.length > 1024) process.exit(3)
const made = sign(null, message, key)
const wrong = { other: Buffer.alloc(64, 7), short: made.subarray(1), long: Buffer.concat([made, made]) }
process.stdout.write(wrong[way] ?? made)
process.exitCode = way === 'fails' ? 3 : 0
`,
)
const sign = (way: 'well' | 'other' | 'short' | 'long' | 'fails' | 'never') => writeFileSync(manner, way)

/** `side` signs with the outside key, and both sides know it. */
function withOutside(side: Side, other: Side, use: 'log' | 'custody', key: OutsideKey): void {
  for (const one of [side, other]) {
    const fake = one.node.verifier
    one.node.verifier = {
      ...fake,
      ed25519: (of, message, signature) =>
        (equal(of, key.publicKey) ? nodeVerifier : fake).ed25519(of, message, signature),
    }
  }
  const ours = side.relation(RELATION)
  ours[use] = { ...ours[use], ed25519: key }
  ours.exchanged.ours[use] = publicOf(ours[use])
  const theirs = other.relation(RELATION)
  theirs.exchanged.theirs[use] = publicOf(ours[use])
  for (const one of [ours, theirs]) one.keyed = newKeyed(one.exchanged)
  if (use !== 'log') return
  const first = [{ number: 1, base: 0, log: publicOf(ours.log) }]
  ours.chain = { ...ours.chain, ours: first }
  theirs.chain = { ...theirs.chain, theirs: first }
}

async function pair(use: 'log' | 'custody', command = [process.execPath, program], patience = 10_000) {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  withOutside(a, b, use, new OutsideKey(raw, command, patience))
  sign('well')
  await agree(a, b)
  return [a, b] as const
}

test('KEYS-1 an outside command signs the log; whatever it fails in, nothing is recorded and nothing is lost', async () => {
  const [a, b] = await pair('log')
  const relation = a.relation(RELATION)
  const begun = (await headsOf(a)).ours.size
  const id = request()
  for (const way of ['other', 'short', 'long', 'fails'] as const) {
    sign(way)
    await assert.rejects(ask(a, 'one', RELATION, id), { code: 'signer-failed', status: 503 }, way)
    assert.equal((await headsOf(a)).ours.size, begun)
    assert.equal(relation.refusal, 'signer-failed')
  }
  sign('well')
  // It signed, and then nobody knew whether that was stored.
  a.store.failNext('after', 'commit')
  const made = await ask(a, 'one', RELATION, id)
  assert.equal(relation.refusal, null)
  assert.deepEqual(await ask(a, 'one', RELATION, id), made)
  assert.equal((await headsOf(a)).ours.size, begun + 1)
  await talk(a, b)
  assert.equal((await headsOf(b)).theirs.size, (await headsOf(a)).ours.size)
  const head = await a.store.read(RELATION, (reader) => reader.lastCheckpoint('aaa', true))
  assert.equal(head?.size, (await headsOf(a)).ours.size)
  assert.equal(verifyCheckpoint(head?.note ?? '', publicOf(relation.log), a.node.verifier).size, head?.size)
})

test('KEYS-1 an outside command cosigns; while it fails nothing is taken in, and later all of it once', async () => {
  const [a, b] = await pair('custody')
  await ask(b)
  const before = await headsOf(a)
  sign('fails')
  await assert.rejects(talk(a, b), { code: 'signer-failed' })
  assert.deepEqual(await headsOf(a), before)
  assert.equal(a.relation(RELATION).refusal, 'signer-failed')
  sign('well')
  a.store.failNext('after', 'commit')
  await talk(a, b)
  assert.equal(a.relation(RELATION).refusal, null)
  const receipt = await b.store.read(RELATION, (reader) => reader.lastCheckpoint('bbb', true))
  const { custody } = a.relation(RELATION)
  assert.ok(
    verifyCosignature(receipt?.note ?? '', receipt?.cosignature ?? '', publicOf(custody), b.node.verifier),
  )
})

test('a signer that answers again is found out by itself, at longer and longer intervals, without an entry', async () => {
  for (const use of ['log', 'custody'] as const) {
    const [a] = await pair(use)
    const relation = a.relation(RELATION)
    const before = await headsOf(a)
    relation.refusal = 'signer-failed'
    sign('fails')
    const ticks = async (seconds: number) => {
      pass(seconds, a)
      await tick(a.node, relation)
      return relation.refusal
    }
    assert.deepEqual([await ticks(0), await ticks(10)], ['signer-failed', 'signer-failed'])
    sign('well')
    assert.deepEqual([await ticks(19), await ticks(1)], ['signer-failed', null], use)
    assert.deepEqual(await headsOf(a), before)
  }
})

/** `at`: what the store is asked for to find out. */
async function takesAgain(a: Side, at: StoreMethod): Promise<void> {
  const relation = a.relation(RELATION)
  relation.refusal = 'disk-full'
  await tick(a.node, relation)
  pass(10, a)
  a.store.failNext('before', at)
  await tick(a.node, relation)
  assert.equal(relation.refusal, 'disk-full')
  pass(20, a)
  await tick(a.node, relation)
  assert.equal(relation.refusal, null)
}

test('a store that takes again what it refused is found out by itself, and not before', async () => {
  const [a, b] = await pair('log')
  await ask(a)
  await talk(a, b)
  await takesAgain(a, 'putDossier')
})

test('a store that takes again what it refused is found out by itself also before anything was recorded', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  await takesAgain(a, 'resetTally')
})

test('what cannot be read is not called mended by a row that is stored once more', async () => {
  const [a, b] = await pair('log')
  const relation = a.relation(RELATION)
  await ask(a)
  await talk(a, b)
  for (const code of APART) {
    relation.refusal = code
    for (let tries = 0; tries < 3; tries++) {
      pass(20, a)
      await tick(a.node, relation)
    }
    assert.equal(relation.refusal, code)
  }
})

test('KEYS-1 a command that is not there or does not end is given up', async () => {
  await assert.rejects(new OutsideKey(raw, [join(folder, 'none')]).ask(utf8('x')), { code: 'signer-failed' })
  sign('never')
  const patient = new OutsideKey(raw, [process.execPath, program], 300)
  await assert.rejects(patient.ask(utf8('x')), { code: 'signer-failed' })
})
