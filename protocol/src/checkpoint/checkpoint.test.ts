import assert from 'node:assert/strict'
import { test } from 'node:test'
import { base64, fromBase64 } from '#base64'
import { CUSTODY, keysFrom, namedKeys, ORIGIN, platformVerifier, remembering, signerFrom } from '../_keys.ts'
import { refused, runAll, textFlips } from '../_vectors.ts'
import { concat, equal, hex, sha256 } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { ProtocolError } from '../errors.ts'
import { nobleVerifier } from '../keys/noble-verifier.ts'
import { keyId, parseVkey } from '../keys/vkey.ts'
import { parseNote } from '../note/note.ts'
import { parseBody } from './body.ts'
import { signCheckpoint, verifyCheckpoint } from './checkpoint.ts'
import { cosign } from './cosignature.ts'
import { firstSpan, nextSpan, ownLinesAt, verifyHeadAt } from './key-spans.ts'
import { splitTimestamped, subtreeMessage } from './message.ts'

const log = signerFrom(ORIGIN, 1)
const keys = keysFrom(log)
const checkpoint = { origin: ORIGIN, size: 15, root: sha256(utf8('root 15')) }
const note = signCheckpoint(checkpoint, log)

type Input = { note: string; keys: string }

test('CHECKPOINT-1 CHECKPOINT-3 CHECKPOINT-4 CHECKPOINT-5 CHECKPOINT-7 verifies and refuses as the vectors say', () => {
  runAll('checkpoint', ({ note: given, keys: id }: Input) => {
    const { origin, size, root } = verifyCheckpoint(given, namedKeys(id), platformVerifier)
    return { origin, size, root: hex(root) }
  })
})

test('CHECKPOINT-3 the pure verifier says the same as the platform’s', () => {
  const platform = platformVerifier
  const both = remembering({
    ed25519: (...given) => {
      const answer = nobleVerifier.ed25519(...given)
      assert.equal(platform.ed25519(...given), answer)
      return answer
    },
    mlDsa44: (...given) => {
      const answer = nobleVerifier.mlDsa44(...given)
      assert.equal(platform.mlDsa44(...given), answer)
      return answer
    },
  })
  runAll('checkpoint', ({ note: given, keys: id }: Input) => {
    const { origin, size, root } = verifyCheckpoint(given, namedKeys(id), both)
    return { origin, size, root: hex(root) }
  })
})

test('CHECKPOINT-2 signs exactly two lines under the origin, over the two messages', () => {
  const { text: body, lines } = parseNote(note)
  assert.equal(body, `${ORIGIN}\n15\n${base64(checkpoint.root)}\n`)
  assert.equal(lines.length, 2)
  const [classical, subtree] = lines
  assert.ok(classical && subtree)
  assert.deepEqual([classical.name, subtree.name], [ORIGIN, ORIGIN])
  assert.ok(platformVerifier.ed25519(keys.ed25519, utf8(body), classical.signature))
  const name = Buffer.from(ORIGIN)
  const u64 = (value: bigint) => {
    const out = Buffer.alloc(8)
    out.writeBigUInt64BE(value)
    return out
  }
  const prefixed = Buffer.concat([Buffer.of(name.length), name])
  const message = Buffer.concat([
    Buffer.from('subtree/v1\n\0'),
    prefixed,
    u64(0n),
    prefixed,
    u64(0n),
    u64(15n),
    checkpoint.root,
  ])
  assert.deepEqual(new Uint8Array(message), subtreeMessage(ORIGIN, checkpoint, 0))
  assert.deepEqual(subtree.signature.slice(0, 8), new Uint8Array(8))
  assert.ok(platformVerifier.mlDsa44(keys.mlDsa44, message, subtree.signature.slice(8)))
  assert.throws(() => signCheckpoint({ ...checkpoint, origin: 'a' }, log), refused('wrong-origin'))
})

test('CHECKPOINT-2 refuses to sign what is no checkpoint', () => {
  for (const size of [-1, 1.5, 2 ** 53])
    assert.throws(() => signCheckpoint({ ...checkpoint, size }, log), refused('out-of-range'))
  assert.throws(() => signCheckpoint({ ...checkpoint, root: new Uint8Array(31) }, log), refused('bad-hash'))
  assert.throws(() => signCheckpoint({ ...checkpoint, size: 0 }, log), refused('bad-checkpoint'))
})

test('CHECKPOINT-7 finds every changed bit of a note', () => {
  const verifier = remembering(platformVerifier)
  for (const changed of textFlips(note))
    assert.throws(() => verifyCheckpoint(changed, keys, verifier), ProtocolError)
})

test('CHECKPOINT-7 never fails in any other way', () => {
  const parts = [
    ORIGIN,
    '15',
    base64(checkpoint.root),
    '',
    '—',
    ' ',
    '\n',
    '\n\n',
    `— ${ORIGIN} `,
    'AAAAAAA=',
    note.slice(-60),
  ]
  let seed = 1
  for (let i = 0; i < 3000; i++) {
    let given = ''
    for (let j = 0; j < 8; j++) {
      seed = (seed * 48271) % 2147483647
      given += parts[seed % parts.length]
    }
    assert.throws(() => verifyCheckpoint(given, keys, platformVerifier), ProtocolError)
  }
})

test('CHECKPOINT-3 CHECKPOINT-4 takes what other implementations published, and refuses it changed', () => {
  runAll('published', ({ note: given, vkey }: { note: string; vkey: string }) => {
    const { name, type, publicKey } = parseVkey(vkey)
    const parsed = parseNote(given)
    const line = parsed.lines.find((one) => one.name === name && equal(one.id, keyId(name, type, publicKey)))
    if (!line) throw new ProtocolError({ code: 'missing-signature', message: 'no line of this key' })
    const stamped = splitTimestamped(line.signature, 2420)
    const holds = stamped
      ? nobleVerifier.mlDsa44(
          publicKey,
          subtreeMessage(name, parseBody(parsed.text), stamped.time),
          stamped.signature,
        )
      : nobleVerifier.ed25519(publicKey, utf8(parsed.text), line.signature)
    if (!holds) throw new ProtocolError({ code: 'bad-signature', message: 'does not verify' })
    return true
  })
})

test('CHECKPOINT-4 passes over lines that share only a name or only an id with a known key', () => {
  const line = note.split('\n').find((one) => one.startsWith('—')) ?? ''
  const encoded = line.split(' ')[2] ?? ''
  const strangerId = base64(concat(Uint8Array.of(9, 9, 9, 9), fromBase64(encoded).slice(4)))
  const more = `— ${ORIGIN} ${strangerId}\n— ${CUSTODY} ${encoded}\n`
  assert.equal(verifyCheckpoint(note + more, keys, platformVerifier).size, 15)
  assert.equal(
    verifyCheckpoint(note + cosign(note, signerFrom(CUSTODY, 4), 1), keys, platformVerifier).size,
    15,
  )
})

test('CHECKPOINT-9 KEYS-3 a head to be stored has two lines of each key that signs at its size, and no other', () => {
  const linesOf = (whole: string) => whole.slice(whole.indexOf('\n\n') + 2)
  const next = signerFrom(ORIGIN, 2)
  const [one] = [firstSpan(keys)]
  const both = nextSpan(one, keysFrom(next), 15, false)
  const four = note + linesOf(signCheckpoint(checkpoint, next))
  const head = (given: string, spans = one, mayChange = false) =>
    verifyHeadAt(given, spans, platformVerifier, mayChange).size
  const custody = cosign(note, signerFrom(CUSTODY, 4), 1)
  assert.equal(head(note), 15)
  assert.equal(head(four, both), 15)
  assert.equal(head(four, one, true), 15)
  assert.throws(() => head(note, both), refused('missing-signature'))
  for (const [given, spans, mayChange] of [
    [four, one, false],
    [note + custody, one, true],
    [four + custody, both, true],
    [`${note}${custody.split('\n')[0]}\n`, one, true],
    [`${four}${linesOf(four).split('\n')[3]}\n`, one, true],
  ] as const)
    assert.throws(() => head(given, spans, mayChange), refused('bad-checkpoint'))
  assert.ok(ownLinesAt(four + custody, both) === four)
  assert.ok(ownLinesAt(four + custody, one) === note)
})
