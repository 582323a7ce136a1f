import assert from 'node:assert/strict'
import { test } from 'node:test'
import { say } from './words.ts'

test('one is told of in the singular, and every other number in the plural', () => {
  const written = (entries: string) =>
    say('en', 'pouch-written', { name: 'a.pouch', part: '1', of: '1', entries, bytes: '900' })
  assert.equal(written('1'), 'a.pouch: file 1 of 1, 1 entry, 900 bytes')
  for (const entries of ['0', '2', '11'])
    assert.equal(written(entries), `a.pouch: file 1 of 1, ${entries} entries, 900 bytes`)
  assert.equal(
    say('en', 'pouch-later', { pieces: '1' }).trim(),
    '1 piece comes before the acts that enclose it: this file is read once more behind the others.',
  )
})

test('a value is no form of words', () => {
  assert.match(say('en', 'pouch-refused', { name: '{code:a|b}', code: '1', why: '' }), /^\{code:a\|b\}: /)
})
