import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstRead, languageOfParty } from './language-of-party.ts'

test('the language of a party is that of the country that is called so in it', () => {
  assert.equal(languageOfParty({ en: 'Viet Nam', vi: 'Việt Nam', 'zh-Hans': '越南' }), 'vi')
  assert.equal(languageOfParty({ en: 'China', vi: 'Trung Quốc', 'zh-Hans': '中国' }), 'zh-Hans')
  assert.equal(languageOfParty({ en: 'Laos', vi: 'Lào', 'zh-Hans': '老挝' }), null)
  assert.equal(languageOfParty({}), null)
})

test('a party that is called by its name in full is known by it', () => {
  const full = { en: 'People’s Republic of China', vi: 'Cộng hòa Nhân dân Trung Hoa' }
  assert.equal(languageOfParty({ ...full, 'zh-Hans': '中华人民共和国' }), 'zh-Hans')
  assert.equal(languageOfParty({ 'zh-Hans': '中华人民共和国' }), 'zh-Hans')
  assert.equal(languageOfParty({ vi: 'Cộng hòa Xã hội chủ nghĩa Việt Nam' }), 'vi')
  assert.equal(languageOfParty({ en: 'Central African Republic', 'zh-Hans': '中非共和国' }), null)
  assert.equal(languageOfParty({ 'zh-Hans': '老挝人民民主共和国' }), null)
})

test('whoever looks at what the other side will read looks in the language of that side first', () => {
  assert.equal(firstRead('vi', 'en'), 'vi')
  assert.equal(firstRead('zh-Hans', 'en'), 'zh-Hans')
  // An officer who reads in the language of the other side sees it in that all the same.
  assert.equal(firstRead('vi', 'vi'), 'vi')
  assert.equal(firstRead(null, 'vi'), 'zh-Hans')
})
