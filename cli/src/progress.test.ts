import assert from 'node:assert/strict'
import { test } from 'node:test'
import { progressLine } from './progress.ts'

const line = (done: number, of: number, what: string) => `${done} of ${of} ${what}`

test('a journal gets a line each ten seconds and one at the end, however many steps there are', () => {
  const said: string[] = []
  let at = 0
  const progress = progressLine(line, { write: (text) => said.push(text) }, () => at)
  for (let done = 1; done <= 250; done++) {
    at += 100
    progress(done, 250, 'a')
  }
  // What is clamped to its end comes more than once.
  progress(250, 250, 'b')
  assert.deepEqual(said, ['100 of 250 a\n', '200 of 250 a\n', '250 of 250 a\n'])
})

test('a terminal shows every step on one line', () => {
  const said: string[] = []
  const progress = progressLine(line, { isTTY: true, write: (text) => said.push(text) }, () => 0)
  for (const done of [1, 2]) progress(done, 2, 'a')
  assert.deepEqual(said, ['\r\x1b[K1 of 2 a', '\r\x1b[K2 of 2 a\n'])
})
