import assert from 'node:assert/strict'
import { test } from 'node:test'
import { base64 } from '#base64'
import { namedKeys, platformVerifier, remembering } from '../_keys.ts'
import { runAll, textFlips, vectors } from '../_vectors.ts'
import { hex } from '../bytes/bytes.ts'
import { firstSpan } from '../checkpoint/key-spans.ts'
import { ProtocolError } from '../errors.ts'
import { vkeysOf } from '../keys/vkey.ts'
import { verifyClosing } from './closing.ts'
import { type EpochNotes, type EpochParties, epochAt, verifyOpening } from './opening.ts'

type Begun = EpochNotes & { before: { number: number; base: number } }

const parties: EpochParties = {
  relation: 'chn~vnm/border',
  party: 'vnm',
  domain: 'vnm.localhost',
  custody: firstSpan(namedKeys('vnm-custody')),
  other: { party: 'chn', custody: firstSpan(namedKeys('chn-custody')) },
}

test('EPOCH-3 a closing verifies and is refused as the vectors say', () => {
  runAll('closing', ({ note, keys }: { note: string; keys: string }) => {
    const { nonce, root, ...closing } = verifyClosing(note, namedKeys(keys), platformVerifier)
    return { ...closing, nonce: hex(nonce), root: base64(root) }
  })
})

test('EPOCH-6 an epoch begins and is refused as the vectors say', () => {
  runAll('epoch', ({ before, ...notes }: Begun) => {
    const { epoch, closing } = verifyOpening(notes, before, parties, platformVerifier)
    const { number, base, log } = epoch
    return { number, base, log: vkeysOf(log, 'log'), cosigned: closing.cosigned }
  })
})

test('EPOCH-6 a changed bit of either note is found wherever it is', () => {
  const good = vectors<Begun, unknown>('epoch')[0]?.input ?? assert.fail()
  const verifier = remembering(platformVerifier)
  let count = 0
  for (const name of ['opening', 'closing'] as const)
    for (const changed of textFlips(good[name])) {
      count += 1
      if (count % 61 !== 0) continue
      assert.throws(
        () => verifyOpening({ ...good, [name]: changed }, good.before, parties, verifier),
        (error) => error instanceof ProtocolError,
      )
    }
})

test('EPOCH-1 an index is in the epoch whose base is at or below it', () => {
  const chain = [{ base: 0 }, { base: 5 }, { base: 5 }, { base: 9 }]
  assert.deepEqual(
    [-1, 0, 4, 5, 8, 9, 100].map((index) => chain.indexOf(epochAt(chain, index))),
    [0, 0, 0, 2, 2, 3, 3],
  )
  assert.throws(() => epochAt([], 0), { code: 'bad-epoch' })
})
