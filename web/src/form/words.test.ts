import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LONGEST_REASON } from '@counterpart/casework'
import { inOneLine, isSaid, isUnwritten, wordsOf, wrongIn } from './words.ts'

test('a reason holds no sign that nobody sees, as no other text does, and is said by its number', () => {
  assert.deepEqual(wrongIn('Wrong person \u202e(invented)'), {
    at: [],
    wrong: 'hidden',
    sign: { sign: 'U+202E', before: 'Wrong person' },
  })
  assert.equal(wrongIn('a\tb')?.wrong, 'hidden')
  assert.equal(wrongIn('\u200b')?.wrong, 'needed')
  assert.equal(isSaid('Wrong person\u2066'), false)
})

test('a reason that is too long is counted, and one that is not written is not wrong yet', () => {
  const long = 'x'.repeat(LONGEST_REASON)
  assert.equal(isSaid(` ${long} `), true)
  assert.deepEqual(wrongIn(`${long}y`)?.length, { most: LONGEST_REASON, written: LONGEST_REASON + 1 })
  assert.deepEqual([wrongIn('  '), isSaid('  '), isUnwritten('  ')], [null, false, true])
  assert.deepEqual([isSaid(`${long}y`), isUnwritten(`${long}y`)], [false, false])
  assert.equal(wordsOf(' e\u0301 '), '\u00e9')
})

test('what was pasted as several lines is one, and the caret stays where it was in it', () => {
  assert.deepEqual(inOneLine('one\n\ntwo', 8), { text: 'one two', caret: 7 })
  assert.deepEqual(inOneLine('one\n\ntwo more', 6), { text: 'one two more', caret: 5 })
  assert.deepEqual(inOneLine('one\n', 4), { text: 'one ', caret: 4 })
})
