import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GrowingBuffer } from './growing-buffer.ts'

test('pieces of any size are one, and what is too much is not begun with', () => {
  const buffer = new GrowingBuffer(1000)
  const all: number[] = []
  for (const length of [0, 1, 1, 0, 7, 300, 1, 690]) {
    const piece = Uint8Array.from({ length }, (_, at) => (all.length + at) % 251)
    all.push(...piece)
    assert.equal(buffer.add(piece), true)
  }
  assert.deepEqual([...buffer.bytes], all)
  assert.equal(buffer.add(new Uint8Array(1)), false)
  assert.deepEqual([...buffer.bytes], all)
})

test('SYNC-16 what comes byte by byte takes no more room than what comes at once', () => {
  const buffer = new GrowingBuffer(2 ** 22)
  for (let at = 0; at < 2 ** 20; at++) buffer.add(Uint8Array.of(at))
  assert.equal(buffer.bytes.length, 2 ** 20)
  assert.ok(buffer.bytes.buffer.byteLength <= 2 ** 21)
})
