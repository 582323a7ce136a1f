import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CUSTODY, keysFrom, ORIGIN, platformVerifier, signerFrom } from '../_keys.ts'
import { refused, runAll, textFlips, vectors } from '../_vectors.ts'
import { sha256 } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { nobleVerifier } from '../keys/noble-verifier.ts'
import { parseVkey, vkeysOf } from '../keys/vkey.ts'
import { checkWitnessKey, formatAddCheckpoint, verifyWitness } from './witness.ts'

type Input = { note: string; answer: string; vkeys: string[] }

test('WITNESS-2 WITNESS-3 keeps verified lines of named keys and no others, as the vectors say', () => {
  for (const verifier of [platformVerifier, nobleVerifier])
    runAll('witness', ({ note, answer, vkeys }: Input) =>
      verifyWitness(note, answer, vkeys.map(parseVkey), verifier),
    )
})

test('WITNESS-2 a changed bit anywhere in a line is found, or makes it the line of another key', () => {
  const { input } = vectors<Input, unknown>('witness')[1] as { input: Input }
  let passed = 0
  for (const answer of textFlips(input.answer)) {
    assert.throws(() => verifyWitness(input.note, answer, input.vkeys.map(parseVkey), platformVerifier))
    passed += 1
  }
  assert.ok(passed > 500)
})

test('WITNESS-1 the question is that of tlog-witness', () => {
  const hash = sha256(utf8('a hash'))
  const note = 'origin\n2\nroot\n\n— origin line\n'
  assert.equal(formatAddCheckpoint({ old: 0, proof: [], note }), `old 0\n\n${note}`)
  assert.match(formatAddCheckpoint({ old: 1, proof: [hash], note }), /^old 1\n[A-Za-z0-9+/]{43}=\n\norigin\n/)
  for (const old of [-1, 0.5, 2 ** 53, Number.NaN])
    assert.throws(() => formatAddCheckpoint({ old, proof: [], note }), refused('out-of-range'))
  const many = Array.from({ length: 64 }, () => hash)
  assert.throws(() => formatAddCheckpoint({ old: 1, proof: many, note }), refused('bad-proof'))
  assert.throws(() => formatAddCheckpoint({ old: 1, proof: [hash.slice(1)], note }), refused('bad-hash'))
})

test('WITNESS-2 a key of a log names no witness', () => {
  const [first] = vkeysOf(keysFrom(signerFrom(ORIGIN, 1)), 'log')
  assert.throws(() => checkWitnessKey(parseVkey(first)), refused('bad-vkey'))
  for (const vkey of vkeysOf(keysFrom(signerFrom(CUSTODY, 4)), 'custody'))
    assert.equal(checkWitnessKey(parseVkey(vkey)).name, CUSTODY)
})
