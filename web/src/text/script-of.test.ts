import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languageByScript } from './script-of.ts'

const LANGUAGES = ['vi', 'zh-Hans', 'en']

test('a name in signs of another script than the language it stands under is proposed in one of that script', () => {
  assert.equal(languageByScript('甲某', 'vi', LANGUAGES), 'zh-Hans')
  assert.equal(languageByScript('甲', 'en', LANGUAGES), 'zh-Hans')
  assert.equal(languageByScript('Tr', 'zh-Hans', LANGUAGES), 'vi')
  assert.equal(languageByScript('甲某', 'vi', ['vi', 'en']), 'vi')
})

test('a name whose signs do not tell keeps the language that stands', () => {
  for (const [text, standing] of [
    ['', 'zh-Hans'],
    ['7', 'zh-Hans'],
    ['甲某 A', 'vi'],
    ['Trần', 'en'],
    ['甲某', 'zh-Hant'],
  ] as const)
    assert.equal(languageByScript(text, standing, LANGUAGES), standing, text)
})
