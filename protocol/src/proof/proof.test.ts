import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CUSTODY, keysFrom, namedKeys, ORIGIN, platformVerifier, remembering, signerFrom } from '../_keys.ts'
import { refused, runAll, textFlips, vectors } from '../_vectors.ts'
import { hex } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { ProtocolError } from '../errors.ts'
import { nobleVerifier } from '../keys/noble-verifier.ts'
import { formatProof, parseProof, verifyProof } from './proof.ts'

interface Input {
  proof: string
  log: string
  custody: string
}

const keys = { log: keysFrom(signerFrom(ORIGIN, 1)), custody: keysFrom(signerFrom(CUSTODY, 4)) }
const genuine =
  vectors<Input, unknown>('proof').find(({ id }) => id === 'middle')?.input.proof ?? assert.fail()

test('PROOF-1 PROOF-2 PROOF-3 PROOF-4 ENTRY-8 verifies and refuses as the vectors say', () => {
  for (const verifier of [platformVerifier, nobleVerifier])
    runAll('proof', ({ proof, log, custody }: Input) => {
      const keys = { log: namedKeys(log), custody: namedKeys(custody) }
      const { header, leaf, index, size, time } = verifyProof(proof, keys, verifier)
      return { header: hex(header), leaf, index, size, time }
    })
})

test('PROOF-1 is written as tlog-proof says, and comes back', () => {
  const hash = new Uint8Array(32).fill(1)
  const note = 'checkpoint\n'
  const digits = 'AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE='
  assert.equal(
    formatProof({ index: 5, hashes: [hash, hash], note }),
    `c2sp.org/tlog-proof@v1\nindex 5\n${digits}\n${digits}\n\ncheckpoint\n`,
  )
  const extra = utf8('extra information')
  assert.equal(
    formatProof({ index: 10, extra, hashes: [hash], note }),
    `c2sp.org/tlog-proof@v1\nextra ZXh0cmEgaW5mb3JtYXRpb24=\nindex 10\n${digits}\n\ncheckpoint\n`,
  )
  assert.equal(formatProof({ index: 0, hashes: [], note }), 'c2sp.org/tlog-proof@v1\nindex 0\n\ncheckpoint\n')
  for (const proof of [
    { index: 5, hashes: [hash], note },
    { index: 0, extra, hashes: [], note },
  ])
    assert.deepEqual(parseProof(formatProof(proof)), proof)
  assert.equal(formatProof(parseProof(genuine)), genuine)
  for (const index of [-1, 0.5, 2 ** 53])
    assert.throws(() => formatProof({ index, hashes: [], note }), refused('bad-proof'))
  assert.throws(() => formatProof({ index: 0, hashes: [hash.slice(1)], note }), refused('bad-hash'))
})

test('PROOF-4 refuses what is no tlog-proof', () => {
  const title = 'c2sp.org/tlog-proof@v1'
  const bad = [
    'wrong-header\nindex 0\n\ncheckpoint\n',
    `${title}\nextra !!notbase64!!\nindex 0\n\ncheckpoint\n`,
    `${title}\n\n\ncheckpoint\n`,
    `${title}\nindex notanumber\n\ncheckpoint\n`,
    `${title}\nindex -5\n\ncheckpoint\n`,
    `${title}\nindex 0\n!!notbase64!!\n\ncheckpoint\n`,
    `${title}\nindex 0\n${'A'.repeat(86)}==\n\ncheckpoint\n`,
    `${title}\nindex 0\nextra AA==\n\ncheckpoint\n`,
    `${title}\nindex 0\n${'a'.repeat(500_000)}\n`,
  ]
  for (const proof of bad) assert.throws(() => parseProof(proof), refused('bad-proof'), proof.slice(0, 60))
})

test('PROOF-5 finds every changed bit', () => {
  const verifier = remembering(platformVerifier)
  for (const changed of textFlips(genuine))
    assert.throws(() => verifyProof(changed, keys, verifier), ProtocolError)
})

test('PROOF-5 lines of keys that nobody gave are passed over, when they have the form of a line', () => {
  const cases = vectors<Input, unknown>('proof')
  const witnessed = cases.find(({ id }) => id === 'witnessed')?.input.proof ?? assert.fail()
  const whole = verifyProof(witnessed, keys, platformVerifier)
  const changed = witnessed.replace(/(— witness\S+ )(..)/, '$1AA')
  assert.notEqual(changed, witnessed)
  assert.deepEqual(verifyProof(changed, keys, platformVerifier), whole)
  const broken = witnessed.replace('— witness', '- witness')
  assert.throws(() => verifyProof(broken, keys, platformVerifier), refused('bad-note'))
})
