import assert from 'node:assert/strict'
import { test } from 'node:test'
import { base64 } from '#base64'
import { CUSTODY, keysFrom, namedKeys, ORIGIN, platformVerifier, remembering, signerFrom } from '../_keys.ts'
import { refused, runAll, textFlips } from '../_vectors.ts'
import { sha256 } from '../bytes/bytes.ts'
import { text, utf8 } from '../bytes/utf8.ts'
import { ProtocolError } from '../errors.ts'
import { nobleVerifier } from '../keys/noble-verifier.ts'
import { parseLines } from '../note/note.ts'
import { signCheckpoint, verifyCheckpoint } from './checkpoint.ts'
import { cosign, verifyCosignature } from './cosignature.ts'
import { cosignatureMessage, subtreeRangeMessage } from './message.ts'

const log = signerFrom(ORIGIN, 1)
const custody = signerFrom(CUSTODY, 4)
const keys = keysFrom(custody)
const root = sha256(utf8('root 15'))
const note = signCheckpoint({ origin: ORIGIN, size: 15, root }, log)
const time = 1687939203
const lines = cosign(note, custody, time)

type Input = { note: string; lines: string; keys: string }

test('COSIGNATURE-1 COSIGNATURE-3 verifies and refuses as the vectors say', () => {
  for (const verifier of [platformVerifier, nobleVerifier])
    runAll('cosignature', ({ note: given, lines: block, keys: id }: Input) =>
      verifyCosignature(given, block, namedKeys(id), verifier),
    )
})

test('COSIGNATURE-1 two lines, one name, one second, each with its newline', () => {
  const parsed = parseLines(lines)
  assert.deepEqual(
    parsed.map(({ name }) => name),
    [CUSTODY, CUSTODY],
  )
  assert.deepEqual(
    parsed.map(({ signature }) => signature.length),
    [72, 2428],
  )
  for (const { signature } of parsed) assert.equal(Buffer.from(signature).readBigUInt64BE(0), BigInt(time))
  assert.match(lines, /^— [^\n]+\n— [^\n]+\n$/)
  for (const bad of [0, -1, 1.5, Number.NaN, 2 ** 53])
    assert.throws(() => cosign(note, custody, bad), refused('bad-time'))
})

test('COSIGNATURE-2 signs the messages of tlog-cosignature', () => {
  const published = {
    origin: 'example.com/behind-the-sofa',
    size: 20852163,
    root: Buffer.from('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=', 'base64'),
  }
  const expected =
    'cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
  assert.equal(text(cosignatureMessage(published, 1679315147)), expected)
  const body = `${ORIGIN}\n15\n${base64(root)}\n`
  const [classical, subtree] = parseLines(lines)
  assert.ok(classical && subtree)
  assert.ok(
    platformVerifier.ed25519(
      keys.ed25519,
      utf8(`cosignature/v1\ntime ${time}\n${body}`),
      classical.signature.slice(8),
    ),
  )
  const message = Buffer.concat([
    Buffer.from('subtree/v1\n\0'),
    Buffer.of(CUSTODY.length),
    Buffer.from(CUSTODY),
    Buffer.from(time.toString(16).padStart(16, '0'), 'hex'),
    Buffer.of(ORIGIN.length),
    Buffer.from(ORIGIN),
    Buffer.alloc(8),
    Buffer.from('000000000000000f', 'hex'),
    root,
  ])
  assert.ok(platformVerifier.mlDsa44(keys.mlDsa44, message, subtree.signature.slice(8)))
  assert.throws(
    () => subtreeRangeMessage(CUSTODY, ORIGIN, 1, { start: 8, end: 13, hash: root }),
    refused('bad-time'),
  )
})

test('COSIGNATURE-3 finds every changed bit of the lines', () => {
  const verifier = remembering(platformVerifier)
  for (const changed of textFlips(lines))
    assert.throws(() => verifyCosignature(note, changed, keys, verifier), ProtocolError)
})

test('COSIGNATURE-4 a log does not cosign itself', () => {
  assert.throws(() => cosign(note, log, time), refused('wrong-origin'))
})

test('COSIGNATURE-5 appended to the note, before or behind others, both sides’ lines verify', () => {
  const witness = cosign(note, signerFrom('witness.example/w1', 5), time)
  for (const whole of [note + lines, note + witness + lines, note + lines + witness]) {
    assert.equal(verifyCheckpoint(whole, keysFrom(log), platformVerifier).size, 15)
    assert.deepEqual(verifyCosignature(whole, lines, keys, platformVerifier), { time })
  }
  assert.equal(cosign(note + witness, custody, time), lines)
})
