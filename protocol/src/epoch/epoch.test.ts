import assert from 'node:assert/strict'
import { test } from 'node:test'
import { base64 } from '#base64'
import { keysFrom, namedKeys, platformVerifier, remembering, signerFrom } from '../_keys.ts'
import { refused, runAll, textFlips, vectors } from '../_vectors.ts'
import { hex } from '../bytes/bytes.ts'
import { firstSpan } from '../checkpoint/key-spans.ts'
import { ProtocolError } from '../errors.ts'
import { vkeysOf } from '../keys/vkey.ts'
import { verifyClosing, verifyClosingAt } from './closing.ts'
import { type ClosingQuestion, signClosingQuestion, verifyClosingQuestion } from './closing-question.ts'
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

test('EPOCH-14 the question for a closing verifies and is refused as the vectors say', () => {
  type Input = { note: string; asked: { relation: string; from: string }; keys: string }
  runAll('closingquestion', ({ note, asked, keys }: Input) => {
    const read = verifyClosingQuestion(note, asked, namedKeys(keys), platformVerifier)
    return { ...read, nonce: hex(read.nonce) }
  })
})

test('EPOCH-14 the question has one text, every changed bit of it is found, and it is no closing', () => {
  const signer = signerFrom('vnm.localhost/chn~vnm/border/custody', 2)
  const nonce = new Uint8Array(16).map((_, i) => i)
  const asked: ClosingQuestion = {
    relation: 'chn~vnm/border',
    from: 'vnm',
    nonce,
    epoch: 1,
    time: 1_687_939_200,
  }
  const note = signClosingQuestion(asked, signer)
  assert.equal(
    note.slice(0, note.lastIndexOf('\n\n') + 1),
    'counterpart closing question v1\nrelation chn~vnm/border\nfrom vnm\nnonce 000102030405060708090a0b0c0d0e0f\nepoch 1\ntime 1687939200\n',
  )
  const verifier = remembering(platformVerifier)
  for (const changed of textFlips(note))
    assert.throws(() => verifyClosingQuestion(changed, asked, keysFrom(signer), verifier), ProtocolError)
  assert.throws(
    () => verifyClosingAt(note, firstSpan(keysFrom(signer)), platformVerifier),
    refused('bad-closing'),
  )
  for (const change of [
    { epoch: 0 },
    { epoch: 1.5 },
    { epoch: 10_000_000 },
    { time: -1 },
    { from: 'VNM' },
    { nonce: new Uint8Array(15) },
  ])
    assert.throws(() => signClosingQuestion({ ...asked, ...change }, signer), refused('bad-step'))
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
