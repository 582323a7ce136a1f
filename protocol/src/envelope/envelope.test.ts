import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { refused, runAll } from '../_vectors.ts'
import { fromHex, hex } from '../bytes/bytes.ts'
import { text } from '../bytes/utf8.ts'
import { decodeEnvelope, ENVELOPE_BOUNDS, encodeEnvelope, hpkeInfo } from './envelope.ts'

const bound = { relation: 'chn~vnm/border', from: 'vnm', to: 'chn', epoch: 1, keyId: '0011223344556677' }

test('ENVELOPE-1 ENVELOPE-2 ENVELOPE-3 reads and refuses as the vectors say', () => {
  runAll('envelope', (input: { bytes: string } | { info: typeof bound }) => {
    if ('info' in input) return text(hpkeInfo(input.info))
    const { enc, ct, ...rest } = decodeEnvelope(fromHex(input.bytes))
    return { ...rest, enc: hex(enc), ct: hex(ct) }
  })
})

test('ENVELOPE-1 whatever is written comes back, and has one form', () => {
  const bytes = fc.uint8Array({ maxLength: 80 })
  fc.assert(
    fc.property(bytes, bytes, fc.uint8Array({ minLength: 8, maxLength: 8 }), (enc, ct, key) => {
      const envelope = { version: 1 as const, keyId: hex(key), enc, ct }
      const written = encodeEnvelope(envelope)
      assert.deepEqual(decodeEnvelope(written), envelope)
    }),
  )
})

test('ENVELOPE-2 refuses what is over its bound, and any other bytes', () => {
  const envelope = { version: 1 as const, keyId: bound.keyId, enc: new Uint8Array(0), ct: new Uint8Array(0) }
  assert.throws(
    () => encodeEnvelope({ ...envelope, enc: new Uint8Array(ENVELOPE_BOUNDS.enc + 1) }),
    refused('bad-envelope'),
  )
  assert.throws(
    () => encodeEnvelope({ ...envelope, ct: new Uint8Array(ENVELOPE_BOUNDS.ct + 1) }),
    refused('bad-envelope'),
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) =>
      assert.throws(() => decodeEnvelope(bytes), refused('bad-envelope')),
    ),
  )
})

test('ENVELOPE-3 a seal is bound to relation, direction, epoch and key', () => {
  const infos = [
    bound,
    { ...bound, relation: 'chn~vnm/sea' },
    { ...bound, from: 'chn', to: 'vnm' },
    { ...bound, epoch: 2 },
    { ...bound, keyId: '0011223344556678' },
  ]
  assert.equal(new Set(infos.map((info) => text(hpkeInfo(info)))).size, infos.length)
})
