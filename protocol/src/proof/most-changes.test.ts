import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keysFrom, signerFrom } from '../_keys.ts'
import { encodeHeader } from '../entry/codec.ts'
import { proofs } from '../evidence/_file.ts'
import type { Verifier } from '../keys/ports.ts'
import { vkeysOf } from '../keys/vkey.ts'
import { type KeyStep, verifyKeyChain } from './key-chain.ts'

const RELATION = 'chn~vnm/border'
const signers = (side: string, seed: number) => ({
  log: signerFrom(`${side}.localhost/${RELATION}/1`, seed),
  custody: signerFrom(`${side}.localhost/${RELATION}/custody`, seed + 1),
})
const [own, other] = [signers('vnm', 1), signers('chn', 3)]
/** What is counted is not what is signed: with true signatures it would take a minute. */
const believing: Verifier = { ed25519: () => true, mlDsa44: () => true }

function change(at: number): Uint8Array {
  const filled = (bytes: number) =>
    new Uint8Array(bytes).fill(7).map((byte, i) => (i < 2 ? at >> (8 * i) : byte))
  const next = { name: own.custody.name, ed25519: filled(32), mlDsa44: filled(1312) }
  return encodeHeader({
    v: 1,
    kind: 'key',
    use: 'custody',
    keys: vkeysOf(next, 'custody'),
    seen: 0,
    time: 1000 + at,
    parts: [{ name: 'kept', digest: 'ab'.repeat(32), keep: 'always' }],
  })
}

function steps(entries: Uint8Array[]): KeyStep[] {
  return proofs(entries, own.log, other.custody).map((proof) => ({ proof }))
}

test('KEYS-2 KEYS-7 who verifies from afar follows as many changes as a node counts, and no more', () => {
  const all = steps(Array.from({ length: 501 }, (_, at) => change(at)))
  const keysOf = ({ log, custody }: typeof own) => ({ log: keysFrom(log), custody: keysFrom(custody) })
  const follow = (since: KeyStep[]) =>
    verifyKeyChain(
      RELATION,
      [
        { side: 'vnm', ...keysOf(own), since },
        { side: 'chn', ...keysOf(other) },
      ],
      believing,
    )
  const whole = follow(all.slice(0, 500))
  assert.equal(whole.broken, null)
  assert.equal(whole.sides.get('vnm')?.custody.length, 501)
  const { broken, sides } = follow(all)
  assert.deepEqual([broken?.side, broken?.cause.code], ['vnm', 'bad-key'])
  assert.equal(sides.get('vnm')?.custody.length, 501, 'what counts counts all the same')
})
