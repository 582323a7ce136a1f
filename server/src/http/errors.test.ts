import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ERROR_CODES, NodeError } from '../errors.ts'
import { answerTo, asNodeError, textOf } from './errors.ts'
import texts from './texts/errors.json' with { type: 'json' }

test('every code has a sentence in each language, and every sentence a code', () => {
  assert.deepEqual(Object.keys(texts).sort(), [...ERROR_CODES].sort())
  const seen = new Set<string>()
  for (const code of ERROR_CODES) {
    const text = textOf(code)
    assert.deepEqual(Object.keys(text).sort(), ['en', 'vi', 'zh-Hans'])
    for (const sentence of Object.values(text)) {
      assert.match(sentence, /[.。]$/, `${code}: ${sentence}`)
      assert.ok(!seen.has(sentence), `${code} says what another says: ${sentence}`)
      seen.add(sentence)
      assert.equal(sentence, sentence.normalize('NFC'))
    }
    assert.match(text['zh-Hans'], /\p{Script=Han}/u)
  }
})

test('what nobody foresaw is internal and says nothing of itself', () => {
  for (const thrown of [
    new TypeError('Nguyễn Văn A'),
    'text',
    null,
    undefined,
    7,
    { code: 'ENOENT', message: '/etc' },
  ]) {
    const { status, body } = answerTo(asNodeError(thrown))
    assert.equal(status, 500)
    assert.deepEqual(body, { error: { code: 'internal', message: texts.internal } })
  }
})

test('a message for the operator and a cause stay inside', () => {
  const error = new NodeError({ code: 'bad-value', message: 'secret', cause: new Error('more'), path: '/a' })
  assert.deepEqual(answerTo(error), {
    status: 400,
    body: { error: { code: 'bad-value', message: texts['bad-value'], path: '/a' } },
  })
})

test('an unknown outcome is told as that, whatever broke', () => {
  const { status, body } = answerTo(new NodeError({ code: 'database-unreachable', unknown: true }))
  assert.deepEqual([status, body.error.code], [503, 'outcome-unknown'])
})

test('what is too large is told with how large it may be, in each language as it writes numbers', () => {
  const { body } = answerTo(new NodeError({ code: 'file-too-large', most: 1_572_864 }))
  const { en, vi, 'zh-Hans': zh } = body.error.message
  assert.equal(en, `${texts['file-too-large'].en} At most 1.5 MiB are allowed.`)
  assert.equal(vi, `${texts['file-too-large'].vi} Tối đa là 1,5 MiB.`)
  assert.equal(zh, `${texts['file-too-large']['zh-Hans']}上限为 1.5 MiB。`)
})

test('no sentence that a person reads stands among the code', () => {
  const code = readFileSync(new URL('errors.ts', import.meta.url), 'utf8')
  assert.doesNotMatch(code, /\p{Script=Han}|Tối|allowed\./u)
})
