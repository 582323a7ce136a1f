import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flips, refused, runAll } from '../_vectors.ts'
import { fromHex, hex } from '../bytes/bytes.ts'
import {
  decodeFileAnswer,
  decodeFilePiece,
  decodeFileQuestion,
  encodeFileAnswer,
  encodeFilePiece,
  encodeFileQuestion,
  type FileQuestion,
} from './file-message.ts'

interface Asked {
  nonce: string
  digest: string
  offset: number
  length: number
}
type Input =
  | { of: 'question'; bytes: string }
  | { of: 'piece'; bytes: string }
  | { of: 'answer'; bytes: string; asked: Asked }

const question: FileQuestion = {
  nonce: fromHex('0f'.repeat(16)),
  digest: 'cd'.repeat(32),
  offset: 65_552,
  length: 4,
}

test('FILES-3 FILES-7 questions, answers and pieces are those of the vectors', () => {
  runAll('filemessage', (input: Input) => {
    if (input.of === 'question') {
      const read = decodeFileQuestion(fromHex(input.bytes))
      assert.equal(hex(encodeFileQuestion(read)), input.bytes)
      return { ...read, nonce: hex(read.nonce) }
    }
    if (input.of === 'piece') {
      const read = decodeFilePiece(fromHex(input.bytes))
      assert.equal(hex(encodeFilePiece(read)), input.bytes)
      return { ...read, bytes: hex(read.bytes) }
    }
    const asked = { ...input.asked, nonce: fromHex(input.asked.nonce) }
    const read = decodeFileAnswer(fromHex(input.bytes), asked)
    assert.equal(hex(encodeFileAnswer(read)), input.bytes)
    return { ...read, nonce: hex(read.nonce), bytes: read.bytes && hex(read.bytes) }
  })
})

test('FILES-3 a changed bit of the head of an answer is found, and one of a question asks for something else', () => {
  const { nonce, digest, offset } = question
  const answer = encodeFileAnswer({ nonce, digest, offset, bytes: Uint8Array.of(1, 2, 3, 4) })
  const head = answer.length - 4
  for (const changed of flips(answer)) {
    if (changed.subarray(head).some((byte, at) => byte !== answer[head + at])) continue
    assert.throws(() => decodeFileAnswer(changed, question), refused('bad-file'))
  }
  const said = hex(encodeFileQuestion(question))
  for (const changed of flips(fromHex(said)))
    try {
      assert.notEqual(hex(encodeFileQuestion(decodeFileQuestion(changed))), said)
    } catch (error) {
      refused('bad-file')(error)
    }
})

test('FILES-3 nothing outside the bounds is ever said', () => {
  for (const change of [
    { length: 0 },
    { length: 2 ** 20 + 1 },
    { offset: -1 },
    { nonce: new Uint8Array(15) },
    { digest: 'CD'.repeat(32) },
  ])
    assert.throws(() => encodeFileQuestion({ ...question, ...change }), refused('bad-file'))
  const { nonce, digest, offset } = question
  for (const bytes of [new Uint8Array(), new Uint8Array(2 ** 20 + 1)])
    assert.throws(() => encodeFileAnswer({ nonce, digest, offset, bytes }), refused('bad-file'))
})
