import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pick, pickVersion, versionsOf, writtenIn } from './pick.ts'

const text = {
  vi: { text: 'Xin chào', standing: 'translation' },
  'zh-Hans': { text: '你好', standing: 'authoritative' },
}

test('a reader gets the own language, else the authoritative version', () => {
  assert.equal(pickVersion(text, 'vi')?.standing, 'translation')
  assert.equal(pick(text, 'en'), '你好')
})

test('a text of the pages and a bare line are texts too', () => {
  assert.equal(pick({ en: 'Gate', vi: 'Cửa khẩu', 'zh-Hans': '口岸' }, 'vi'), 'Cửa khẩu')
  assert.equal(pick('2026-QN-0147', 'en'), '2026-QN-0147')
})

test('what is no text shows nothing', () => {
  for (const value of [null, undefined, 7, {}, { vi: 7 }, []]) assert.equal(pick(value, 'en'), '')
})

test('the authoritative version stands first', () => {
  assert.deepEqual(
    versionsOf(text).map((one) => one.language),
    ['zh-Hans', 'vi'],
  )
})

test('the languages of many texts are those of each, however deep', () => {
  const fields = {
    subject: text,
    rows: [{ question: { en: { text: 'Why?', standing: 'certified' } } }],
    count: 3,
  }
  assert.deepEqual(
    writtenIn(fields).map((one) => [one.language, one.standings]),
    [
      ['zh-Hans', ['authoritative']],
      ['vi', ['translation']],
      ['en', ['certified']],
    ],
  )
})
