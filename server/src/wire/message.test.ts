import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat, utf8 } from '@counterpart/protocol'
import { decodeQuestion, encodeQuestion } from './message.ts'

test('SYNC-9 a question is its one line and a nonce, and nothing else is taken for one', () => {
  const nonce = Uint8Array.from({ length: 16 }, (_, index) => index)
  const bytes = encodeQuestion({ kind: 'ask', nonce })
  assert.deepEqual(bytes, concat(utf8('counterpart question v1\n'), nonce))
  assert.deepEqual(decodeQuestion(bytes), { kind: 'ask', nonce })
  const bad = [
    new Uint8Array(),
    bytes.subarray(0, -1),
    concat(bytes, Uint8Array.of(0)),
    utf8('counterpart question v1\n'),
    concat(utf8('counterpart question v2\n'), nonce),
  ]
  for (const one of bad) assert.throws(() => decodeQuestion(one), { code: 'bad-step' })
})
